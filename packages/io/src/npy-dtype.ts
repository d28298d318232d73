import type { ByteOrder } from './copy-elements.js'
import { formatError, quote } from './format-error.js'

/** Element types read from npy, by NumPy's names. */
export type NpyDtype =
  | 'bool'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'float16'
  | 'float32'
  | 'float64'

/** An element type as it lies in a file. */
export interface NpyElement {
  readonly dtype: NpyDtype
  readonly itemSize: number
  readonly order: ByteOrder
}

const dtypeByCode = new Map<string, NpyDtype>([
  ['b1', 'bool'],
  ['i1', 'int8'],
  ['i2', 'int16'],
  ['i4', 'int32'],
  ['i8', 'int64'],
  ['u1', 'uint8'],
  ['u2', 'uint16'],
  ['u4', 'uint32'],
  ['u8', 'uint64'],
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
])

const kindNames = new Map([
  ['O', 'object'],
  ['c', 'complex'],
  ['S', 'byte string'],
  ['a', 'byte string'],
  ['U', 'string'],
  ['M', 'date'],
  ['m', 'time difference'],
  ['V', 'void'],
])

/**
 * Reads a type string of NumPy's array interface, such as `<f8`, `>i2` or `|b1`.
 * @throws FormatError `UNSUPPORTED_FORMAT`, naming the dtype, for anything but bool, integers and floats up to 64 bits
 */
export function parseNpyDtype(descr: string, label: string): NpyElement {
  const dtype = dtypeByCode.get(descr.slice(1))
  const itemSize = Number(descr[2])
  const order = descr[0] === '>' ? 'big' : 'little'
  if (dtype && (descr[0] === '<' || descr[0] === '>' || (descr[0] === '|' && itemSize === 1)))
    return { dtype, itemSize, order }
  const kind = kindNames.get(/^[<>|=]?([A-Za-z])/.exec(descr)?.[1] ?? '')
  const received = `dtype ${quote(descr)}${kind ? ` (${kind})` : ''}`
  throw formatError('UNSUPPORTED_FORMAT', label, 'a bool, integer or float dtype such as "<f8"', received)
}
