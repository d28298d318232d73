import { type ByteOrder, copyElements } from './copy-elements.js'
import { float16Value } from './float16.js'
import type { NpyDtype } from './npy-dtype.js'

/** Typed arrays that a reader returns; bool comes as 0 and 1 in a Uint8Array, float16 and bfloat16 as a Float32Array. */
export type NpyData =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array

/** Element types of tensors in weight files, by NumPy's names. */
export type TensorDtype = NpyDtype | 'bfloat16'

/** An array of a weight file: `data` in C order (last axis fastest), `dtype` as in the file. */
export interface TensorArray {
  readonly data: NpyData
  readonly shape: readonly number[]
  readonly dtype: TensorDtype
}

interface ElementType {
  readonly itemSize: 1 | 2 | 4 | 8
  readonly view: (buffer: ArrayBuffer) => NpyData
}

const elementTypes: Readonly<Record<TensorDtype, ElementType>> = {
  bool: { itemSize: 1, view: (buffer) => new Uint8Array(buffer) },
  int8: { itemSize: 1, view: (buffer) => new Int8Array(buffer) },
  int16: { itemSize: 2, view: (buffer) => new Int16Array(buffer) },
  int32: { itemSize: 4, view: (buffer) => new Int32Array(buffer) },
  int64: { itemSize: 8, view: (buffer) => new BigInt64Array(buffer) },
  uint8: { itemSize: 1, view: (buffer) => new Uint8Array(buffer) },
  uint16: { itemSize: 2, view: (buffer) => new Uint16Array(buffer) },
  uint32: { itemSize: 4, view: (buffer) => new Uint32Array(buffer) },
  uint64: { itemSize: 8, view: (buffer) => new BigUint64Array(buffer) },
  float16: { itemSize: 2, view: (buffer) => Float32Array.from(new Uint16Array(buffer), float16Value) },
  bfloat16: { itemSize: 2, view: widenBfloat16 },
  float32: { itemSize: 4, view: (buffer) => new Float32Array(buffer) },
  float64: { itemSize: 8, view: (buffer) => new Float64Array(buffer) },
}

/** Bytes of one element in a file. */
export const itemSizeOf = (dtype: TensorDtype): number => elementTypes[dtype].itemSize

/** Bytes of one element as it is returned: a float16 or bfloat16 becomes a float32. */
export const decodedItemSize = (dtype: TensorDtype): number =>
  dtype === 'float16' || dtype === 'bfloat16' ? 4 : itemSizeOf(dtype)

/** A typed array of zeros of the kind of another one. */
export function sameArray(like: NpyData, length: number): NpyData {
  return new (like.constructor as new (length: number) => NpyData)(length)
}

/**
 * Elements of a file in a fresh typed array.
 * @param bytes whole elements: length a multiple of the item size
 */
export function decodeElements(bytes: Uint8Array, dtype: TensorDtype, order: ByteOrder): NpyData {
  const { itemSize, view } = elementTypes[dtype]
  return view(copyElements(bytes, itemSize, order))
}

/** bfloat16 is the upper half of a float32. */
function widenBfloat16(buffer: ArrayBuffer): Float32Array {
  return new Float32Array(Uint32Array.from(new Uint16Array(buffer), (bits) => bits << 16).buffer)
}

/** Place of the first value that is no bool (neither 0 nor 1), or -1. */
export function badBoolean(data: Uint8Array): number {
  return data.findIndex((value) => value > 1)
}
