import type { ByteReader } from '../byte-reader.js'
import type { ByteOrder } from '../copy-elements.js'
import { decodeElements, itemSizeOf, type NpyData } from '../elements.js'
import type { NpyDtype } from '../npy-dtype.js'

/** The numbers of the data types of a MAT-file that are told apart here. */
export const miType = { int8: 1, uint8: 2, uint16: 4, int32: 5, uint32: 6, matrix: 14, compressed: 15, utf8: 16, utf16: 17 } // prettier-ignore

/** A data element: its type and its bytes, a view. */
export interface MatElement {
  readonly type: number
  readonly bytes: Uint8Array
  /** where the bytes start, for messages */
  readonly at: number
}

const dtypeOf: ReadonlyMap<number, NpyDtype> = new Map([
  [1, 'int8'],
  [2, 'uint8'],
  [3, 'int16'],
  [4, 'uint16'],
  [5, 'int32'],
  [6, 'uint32'],
  [7, 'float32'],
  [9, 'float64'],
  [12, 'int64'],
  [13, 'uint64'],
])

/**
 * The next data element: a tag of type and size and the bytes, padded to a multiple of 8; or a small one, of up to 4
 * bytes within the tag. Compressed elements are not padded.
 * @throws FormatError `INVALID_FORMAT` when it does not fit
 */
export function takeElement(reader: ByteReader, order: ByteOrder, what: string): MatElement {
  const start = reader.offset
  const word = u32(reader, order, `tag of ${what}`)
  const small = word >>> 16
  if (small > 0) {
    if (small > 4) throw reader.invalid(`at most 4 bytes in a small element (${what})`, `${small}`, start)
    const bytes = reader.take(4, what).subarray(0, small)
    return { type: word & 0xffff, bytes, at: start + 4 }
  }
  const size = u32(reader, order, `tag of ${what}`)
  const bytes = reader.take(size, what)
  if (word !== miType.compressed) reader.skip((8 - (size % 8)) % 8, `padding of ${what}`)
  return { type: word, bytes, at: start + 8 }
}

/** Numbers of a data element, as its type says. @throws FormatError `INVALID_FORMAT` for a type that has none */
export function elementNumbers(element: MatElement, order: ByteOrder, reader: ByteReader, what: string): NpyData {
  const dtype = dtypeOf.get(element.type)
  if (!dtype) throw reader.invalid(`numbers as ${what}`, `an element of type ${element.type}`, element.at)
  if (element.bytes.length % itemSizeOf(dtype) !== 0)
    throw reader.invalid(`whole numbers (${dtype}) as ${what}`, `${element.bytes.length} bytes`, element.at)
  return decodeElements(element.bytes, dtype, order)
}

/** The integers of an element of type int32 or uint32. */
export function elementInts(reader: ByteReader, order: ByteOrder, type: number, what: string): Int32Array {
  const element = takeElement(reader, order, what)
  if (element.type !== type) throw reader.invalid(`type ${type} for ${what}`, `type ${element.type}`, element.at)
  const numbers = elementNumbers(element, order, reader, what)
  return new Int32Array(numbers.buffer)
}

function u32(reader: ByteReader, order: ByteOrder, what: string): number {
  return order === 'little' ? reader.u32le(what) : reader.u32be(what)
}
