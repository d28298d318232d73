import { elementCount } from '../element-count.js'
import { type NpyData, sameArray } from '../elements.js'
import { fortranStrides, gatherStrided } from '../gather-strided.js'

/** A column-major typed array in C order; the array itself where the two are one. */
export function toCOrder<T extends NpyData>(data: T, shape: readonly number[]): T {
  if (shape.filter((size) => size !== 1).length < 2) return data
  const ordered = sameArray(data, data.length) as T
  gatherStrided<number | bigint>(data, columnMajor(shape), ordered as unknown as { [index: number]: number | bigint })
  return ordered
}

/** The same for any list. */
export function listToCOrder<T>(values: readonly T[], shape: readonly number[]): T[] {
  const ordered = new Array<T>(elementCount(shape))
  gatherStrided(values, columnMajor(shape), ordered)
  return ordered
}

/** The rows of a char array: its UTF-16 code units, in C order, cut along the last axis. */
export function charRows(codes: Uint16Array, shape: readonly number[]): string[] {
  const width = shape.at(-1) ?? 1
  const count = elementCount(shape.slice(0, -1))
  if (width === 0) return []
  const text = Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength).toString('utf16le')
  return Array.from({ length: count }, (_, k) => text.slice(k * width, (k + 1) * width))
}

const columnMajor = (shape: readonly number[]) => ({ offset: 0, shape, strides: fortranStrides(shape) })
