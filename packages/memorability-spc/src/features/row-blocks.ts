import { readRegion, type ComputeOptions } from '@likeness/core-native'
import { isFloat64, isOnDisk, type Source } from './source.js'

export type Float = Float32Array | Float64Array

export interface RowBlocksOptions extends Pick<ComputeOptions, 'device' | 'signal'> {
  /** Bytes of a source on disk that are held at a time, but one row at least. Default 64 MiB. */
  readonly maxMemory?: number
}

const defaultMemory = 2 ** 26
// Rows of a matrix in memory between two looks at the signal.
const rowsAtATime = 4096

/**
 * The rows of a source in order, a block of whole rows at a time. What is on disk is read once; every block lies in the same
 * memory, and the file must not change until after the last one.
 * @throws those of core-native's `readRegion`; `signal.reason` once aborted
 */
export async function* rowBlocks(
  source: Source,
  { maxMemory = defaultMemory, device, signal }: RowBlocksOptions = {},
): AsyncGenerator<Float, void, undefined> {
  const { rows, cols } = source
  signal?.throwIfAborted()
  if (!isOnDisk(source)) {
    for (let row = 0; row < rows; row += rowsAtATime) {
      yield source.data.subarray(row * cols, Math.min(rows, row + rowsAtATime) * cols)
      if (row + rowsAtATime < rows) await new Promise(setImmediate)
      signal?.throwIfAborted()
    }
    return
  }
  const width = isFloat64(source) ? 8 : 4
  const step = Math.max(1, Math.min(rows, Math.floor(maxMemory / (cols * width))))
  const buffer: Float = isFloat64(source) ? new Float64Array(step * cols) : new Float32Array(step * cols)
  const reading = { ...(signal && { signal }), ...(device && { device }) }
  for (let row = 0; row < rows; row += step) {
    const count = Math.min(step, rows - row)
    const block = buffer.subarray(0, count * cols)
    await readRegion(source, { row, rows: count, col: 0, cols }, block, reading)
    yield block
  }
  // Each read first looks whether the file changed; this one whether it did after the last block.
  if (rows > 0) await readRegion(source, { row: 0, rows: 1, col: 0, cols: 1 }, buffer.subarray(0, 1), reading)
}
