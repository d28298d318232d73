import type { Matrix } from '@likeness/core-native'
import { spcError } from '../spc-error.js'
import { rowBlocks, type Float, type RowBlocksOptions } from './row-blocks.js'
import { isFloat64, type Source } from './source.js'

export interface SampleUnitsOptions extends RowBlocksOptions {
  readonly onProgress?: (fraction: number) => void
}

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
    for await (const block of rowBlocks(source, options)) {
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
