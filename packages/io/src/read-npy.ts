import { ByteReader } from './byte-reader.js'
import { elementCount } from './element-count.js'
import { badBoolean, decodeElements, type NpyData } from './elements.js'
import { formatError, formatLabel, quote, requireBytes, shapeText } from './format-error.js'
import { fortranStrides, gatherStrided } from './gather-strided.js'
import { type NpyDtype, parseNpyDtype } from './npy-dtype.js'
import { parseNpyHeader } from './npy-header.js'

/** An npy array: `data` always in C order (last axis fastest), `dtype` as in the file (NumPy's name). */
export interface NpyArray {
  readonly data: NpyData
  readonly shape: number[]
  readonly dtype: NpyDtype
}

/**
 * Reads npy 1.0, 2.0 or 3.0 in either byte order and C or Fortran order. The length must be exact; the result never
 * aliases `bytes`. Source: numpy.lib.format.
 * @throws FormatError `INVALID_FORMAT` for damage, truncation, trailing bytes or a bool that is neither 0 nor 1;
 *   `UNSUPPORTED_FORMAT`, naming it, for another version or dtype (object, complex, string, date, structured)
 * @throws TypeError when `bytes` is no Uint8Array
 */
export function readNpy(bytes: Uint8Array, options: { readonly name?: string } = {}): NpyArray {
  requireBytes(bytes)
  const label = formatLabel('npy', options.name)
  const reader = new ByteReader(bytes, label)
  const { descr, fortranOrder, shape } = parseNpyHeader(reader)
  const { dtype, itemSize, order } = parseNpyDtype(descr, label)
  const count = elementCount(shape)
  if (count * itemSize !== reader.remaining) {
    const expected = `${count * itemSize} bytes of data (dtype ${quote(descr)}, shape ${shapeText(shape)})`
    throw formatError('INVALID_FORMAT', label, expected, `${reader.remaining}`)
  }
  const start = reader.offset
  const data = decodeElements(bytes.subarray(start), dtype, order)
  if (dtype === 'bool') checkBooleans(data as Uint8Array, reader, start)
  return { data: fortranOrder ? toCOrder(data, shape) : data, shape, dtype }
}

function checkBooleans(data: Uint8Array, reader: ByteReader, start: number): void {
  const at = badBoolean(data)
  if (at >= 0) throw reader.invalid('0 or 1 as a bool', `${data[at]}`, start + at)
}

function toCOrder(data: NpyData, shape: readonly number[]): NpyData {
  const ordered = data.slice()
  const view = { offset: 0, shape, strides: fortranStrides(shape) }
  gatherStrided<number | bigint>(data, view, ordered as { [index: number]: number | bigint })
  return ordered
}
