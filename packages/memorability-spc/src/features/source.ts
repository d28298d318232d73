import type { FileMatrix, Matrix } from '@likeness/core-native'
import { spcError } from '../spc-error.js'

/** Features, one image per row and one unit per column, in memory or on disk. */
export type Source = Matrix | FileMatrix

export const isOnDisk = (source: Source): source is FileMatrix => 'path' in source

export const isFloat64 = (source: Source) =>
  isOnDisk(source) ? source.type === 'float64' : source.data instanceof Float64Array

/**
 * Rows `from` to `to - 1` of a source: a view of the same memory, or of the same file. So one file that holds the targets
 * and then the fillers serves as both.
 * @throws SpcError INVALID_ARGUMENT unless 0 <= from <= to <= rows
 */
export function rowsOf(source: Source, from: number, to: number): Source {
  if (!(Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to && to <= source.rows))
    throw spcError('INVALID_ARGUMENT', `rows within 0 to ${source.rows}`, 'a part of the features', `${from} to ${to}`)
  const [start, end, rows] = [from * source.cols, to * source.cols, to - from]
  if (!isOnDisk(source)) return { data: source.data.subarray(start, end), rows, cols: source.cols }
  return { ...source, rows, offset: source.offset + start * (source.type === 'float64' ? 8 : 4) }
}

/** One source of the rows of both, where the second one begins where the first one ends, in one file or one buffer. */
export function joined(first: Source, second: Source): Source | undefined {
  if (first.cols !== second.cols || isFloat64(first) !== isFloat64(second)) return undefined
  const rows = first.rows + second.rows
  const width = isFloat64(first) ? 8 : 4
  if (isOnDisk(first) && isOnDisk(second)) {
    const follows = second.offset === first.offset + first.rows * first.cols * width
    const same = first.path === second.path && first.modified === second.modified && first.bytes === second.bytes
    return follows && same ? { ...first, rows } : undefined
  }
  if (isOnDisk(first) || isOnDisk(second) || first.data.buffer !== second.data.buffer) return undefined
  if (second.data.byteOffset !== first.data.byteOffset + first.data.byteLength) return undefined
  const Floats = first.data.constructor as Float32ArrayConstructor
  return {
    data: new Floats(first.data.buffer as ArrayBuffer, first.data.byteOffset, rows * first.cols),
    rows,
    cols: first.cols,
  }
}
