import { checkUnchanged, readRegion, type FileMatrix } from '../file/index.js'
import { checkFileMatrix, isFileMatrix } from '../file/file-matrix.js'
import { allocateLike, checkMatrix, type Float, type Matrix } from '../runtime/matrix.js'
import type { CheckedFileOptions } from './file-options.js'

/** A matrix in memory or on disk. */
export type Source = Matrix | FileMatrix

/** @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE */
export const checkSource = (source: Source, name: string): Source =>
  isFileMatrix(source) ? checkFileMatrix(source, name) : checkMatrix(source, name)

export const isFloat64 = (source: Source) =>
  isFileMatrix(source) ? source.type === 'float64' : source.data[Symbol.toStringTag] === 'Float64Array'

/** Bytes of one value. */
export const widthOf = (source: Source) => (isFloat64(source) ? 8 : 4)

/** Bytes of all values. */
export const bytesOf = (source: Source) => source.rows * source.cols * widthOf(source)

/** Memory for values of the source's type. */
export const bufferFor = (source: Source, length: number): Float =>
  isFloat64(source) ? new Float64Array(length) : new Float32Array(length)

/** How blocks are read: counts the bytes, ends with the signal. */
export interface Reading {
  readonly signal: AbortSignal | undefined
  readonly count: (bytes: number) => void
}

/** Counts into `onRead`. */
export function readingOf({ signal, onRead }: CheckedFileOptions): Reading {
  let bytesRead = 0
  return { signal, count: (bytes) => onRead?.((bytesRead += bytes)) }
}

/** What tells a source from another one: the file as it was opened, or the values' SHA-256. */
export async function identify(source: Source): Promise<object> {
  if (isFileMatrix(source)) return { ...source }
  const { data, rows, cols } = source
  const digest = await crypto.subtle.digest(
    'SHA-256',
    new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength),
  )
  return { rows, cols, float64: isFloat64(source), sha256: Buffer.from(digest).toString('hex') }
}

/** The whole of a matrix in memory. */
export async function inMemory(source: Source, reading: Reading): Promise<Matrix> {
  if (!isFileMatrix(source)) return source
  const { rows, cols } = source
  const matrix = await rowsOf(source, 0, rows, allocateLike(bufferFor(source, 0), rows * cols, source.path), reading)
  await checkUnchanged(source)
  return matrix
}

/** Rows of a source: a view of memory, or read from disk into `buffer`. */
export async function rowsOf(source: Source, row: number, rows: number, buffer: Float | undefined, reading: Reading) {
  const { cols } = source
  if (!isFileMatrix(source)) return { data: source.data.subarray(row * cols, (row + rows) * cols), rows, cols }
  const data = buffer!.subarray(0, rows * cols)
  reading.count(await readRegion(source, { row, rows, col: 0, cols }, data, signalOf(reading)))
  return { data, rows, cols }
}

/** Columns of a source as a kernel takes them: rows `stride` apart, from column `first` on. */
export async function columnsOf(
  source: Source,
  col: number,
  cols: number,
  buffer: Float | undefined,
  reading: Reading,
) {
  const { rows } = source
  if (!isFileMatrix(source)) return { data: source.data as Float, rows, stride: source.cols, first: col }
  const data = buffer!.subarray(0, rows * cols)
  const region = { row: 0, rows, col, cols }
  reading.count(await readRegion(source, region, data, { ...signalOf(reading), gaps: false }))
  return { data, rows, stride: cols, first: 0 }
}

const signalOf = ({ signal }: Reading) => (signal ? { signal } : {})
