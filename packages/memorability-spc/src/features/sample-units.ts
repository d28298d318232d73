import { readRegion, type ComputeOptions, type Matrix } from '@likeness/core-native'
import { spcError } from '../spc-error.js'
import { isFloat64, isOnDisk, type Source } from './source.js'

type Float = Float32Array | Float64Array

export interface SampleUnitsOptions extends Pick<ComputeOptions, 'device' | 'signal' | 'onProgress'> {
  /** Bytes of a source on disk that are held at a time, but one row at least. Default 64 MiB. */
  readonly maxMemory?: number
}

const defaultMemory = 2 ** 26
// Rows of a matrix in memory between two looks at the signal.
const rowsAtATime = 4096

/**
 * Some columns of one or more sources, their rows one after another (targets, then fillers). What is on disk is read once,
 * block by block.
 * @param units columns, in the order of the result
 * @returns rows of all sources x units, of the sources' type
 * @throws SpcError INVALID_FEATURES (a NaN or an infinity, naming image and unit), INVALID_ARGUMENT (sources of different
 *   width or type, a unit that is none); those of core-native's `readRegion`; `signal.reason` once aborted
 */
export async function sampleUnits(
  sources: readonly Source[],
  units: Int32Array,
  options: SampleUnitsOptions = {},
): Promise<Matrix> {
  const { signal, onProgress } = options
  signal?.throwIfAborted()
  const [first] = checkSources(sources, units)
  const rows = sources.reduce((sum, source) => sum + source.rows, 0)
  const Floats = isFloat64(first) ? Float64Array : Float32Array
  const out: Matrix = { data: new Floats(rows * units.length), rows, cols: units.length }
  let done = 0
  for (const source of sources)
    for await (const block of blocks(source, options)) {
      signal?.throwIfAborted()
      gather(block, source.cols, units, out, done)
      done += block.length / source.cols
      onProgress?.(done / rows)
    }
  return out
}

function checkSources(sources: readonly Source[], units: Int32Array): readonly [Source] {
  const [first] = sources
  if (!first) throw spcError('INVALID_ARGUMENT', 'at least one source', 'sources', 'none')
  for (const [k, source] of sources.entries()) {
    if (source.cols !== first.cols)
      throw spcError('INVALID_ARGUMENT', `${first.cols} units, as the first has,`, `sources[${k}]`, source.cols)
    if (isFloat64(source) !== isFloat64(first))
      throw spcError('INVALID_ARGUMENT', 'the type of the first', `sources[${k}]`, 'another')
  }
  const wrong = units.find((unit) => unit < 0 || unit >= first.cols)
  if (wrong !== undefined) throw spcError('INVALID_ARGUMENT', `columns from 0 to ${first.cols - 1}`, 'units', wrong)
  return [first]
}

/** The rows of a source in order, a block of whole rows at a time; on disk every block lies in the same memory. */
async function* blocks(source: Source, { maxMemory = defaultMemory, device, signal }: SampleUnitsOptions) {
  const { rows, cols } = source
  if (!isOnDisk(source)) {
    for (let row = 0; row < rows; row += rowsAtATime) {
      yield source.data.subarray(row * cols, Math.min(rows, row + rowsAtATime) * cols)
      if (row + rowsAtATime < rows) await new Promise(setImmediate)
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

function gather(block: Float, cols: number, units: Int32Array, out: Matrix, firstRow: number): void {
  let at = firstRow * units.length
  for (let start = 0; start < block.length; start += cols)
    for (let k = 0; k < units.length; k++) {
      const value = block[start + units[k]!]!
      if (!Number.isFinite(value)) throw notFinite(firstRow + start / cols, units[k]!, value)
      out.data[at++] = value
    }
}

const notFinite = (row: number, unit: number, value: number) =>
  spcError('INVALID_FEATURES', 'finite features', `image ${row}, unit ${unit} (from 0, targets then fillers)`, value)
