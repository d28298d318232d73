import { ByteReader } from './byte-reader.js'
import { elementCount } from './element-count.js'
import { formatError } from './format-error.js'

/** Typed arrays that idx can hold. */
export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array

type IdxDataConstructor = (new (buffer: ArrayBuffer) => IdxData) & { readonly BYTES_PER_ELEMENT: number }

/** What the first bytes of an idx file say. */
export interface IdxHeader {
  readonly DataArray: IdxDataConstructor
  readonly shape: number[]
  /** where the elements start */
  readonly headerBytes: number
  /** size of the whole file, header included */
  readonly totalBytes: number
}

/** Size of the longest idx header: magic and 255 dimensions. */
export const MAX_IDX_HEADER = 4 + 4 * 255

const arrayByTypeCode = new Map<number, IdxDataConstructor>([
  [0x08, Uint8Array],
  [0x09, Int8Array],
  [0x0b, Int16Array],
  [0x0c, Int32Array],
  [0x0d, Float32Array],
  [0x0e, Float64Array],
])

/**
 * Reads an idx header: two zero bytes, type code, number of dimensions, then big-endian u32 sizes (LeCun's MNIST page).
 * @throws FormatError `INVALID_FORMAT` when damaged or truncated, `UNSUPPORTED_FORMAT` for another type code
 */
export function parseIdxHeader(bytes: Uint8Array, label: string): IdxHeader {
  const reader = new ByteReader(bytes, label)
  const [zero1, zero2, typeCode, rank] = reader.take(4, 'magic')
  if (zero1 !== 0 || zero2 !== 0) throw reader.invalid('two zero bytes', `${zero1} ${zero2}`, 0)
  const DataArray = arrayByTypeCode.get(typeCode!)
  if (!DataArray) {
    const known = [...arrayByTypeCode.keys()].join(', ')
    throw formatError('UNSUPPORTED_FORMAT', label, `a type code at byte 2 (one of ${known})`, `${typeCode}`)
  }
  const shape = Array.from({ length: rank! }, () => reader.u32be('dimension size'))
  const headerBytes = reader.offset
  return { DataArray, shape, headerBytes, totalBytes: headerBytes + elementCount(shape) * DataArray.BYTES_PER_ELEMENT }
}
