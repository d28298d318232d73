import type { Float, Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import { istaStatuses, type CheckedConstants, type IstaStatus } from './ista-options.js'
import { spectralNorm } from './spectral-norm.reference.js'

/** Where `ista` writes to. */
export interface IstaResults {
  readonly codes: Float
  readonly errors: Float64Array
  readonly finalErrors: Float64Array
  readonly iterations: Int32Array
  readonly ratios: Float64Array
  readonly status: Int32Array
  readonly trace: Float64Array
}

/** A change of a larger norm is no step on the way to anything. */
const largest = 1e75

/** A batch's codes before and after its last update, row-major. */
export interface IstaRun {
  readonly before: Float64Array
  readonly codes: Float64Array
  readonly ratios: readonly number[]
  readonly status: IstaStatus
}

/** The specification of `sparseEncode` with `ista`, float64: one batch after another. */
export async function istaReference(
  x: Matrix,
  dictionary: Matrix,
  constants: CheckedConstants,
  batchSize: number,
  out: IstaResults,
  pace: Pace,
): Promise<void> {
  for (let first = 0, b = 0; first < x.rows; first += batchSize, b++) {
    const rows = Array.from({ length: Math.min(batchSize, x.rows - first) }, (_, i) => first + i)
    const batch = takeBatch(x, rows, constants)
    const run = await iterate(batch, dictionary, constants, (f) => pace((first + f * rows.length) / x.rows))
    out.codes.set(run.codes, first * dictionary.cols)
    out.errors.set(meanSquares(residuals(batch, dictionary, run.before), batch), first)
    out.finalErrors.set(meanSquares(residuals(batch, dictionary, run.codes), batch), first)
    out.iterations[b] = run.ratios.length
    out.ratios[b] = run.ratios.at(-1)!
    out.status[b] = istaStatuses.indexOf(run.status)
    if (out.trace.length > 0) out.trace.set(run.ratios, b * constants.maxIterations)
  }
}

/** Rows of x, less the mean of all their values where that is asked for. */
export function takeBatch({ data, cols }: Matrix, rows: readonly number[], { centre }: CheckedConstants): Matrix {
  const values = Float64Array.from(rows.flatMap((row) => [...data.subarray(row * cols, (row + 1) * cols)]))
  if (centre === 'grand-mean') {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    for (let k = 0; k < values.length; k++) values[k]! -= mean
  }
  return { data: values, rows: rows.length, cols }
}

/** r ← S(r + step (x - r Φᵀ) Φ, threshold) from zero until ‖change‖ / (tolerance + ‖r‖) < tolerance, spectral norms. */
export async function iterate(
  x: Matrix,
  dictionary: Matrix,
  constants: CheckedConstants,
  pace: Pace,
): Promise<IstaRun> {
  const { tolerance, maxIterations } = constants
  const shape = { rows: x.rows, cols: dictionary.cols }
  let before: Float64Array = new Float64Array(shape.rows * shape.cols)
  let codes = before
  const ratios: number[] = []
  while (ratios.length < maxIterations) {
    before = codes
    codes = update(x, dictionary, before, constants)
    const change = { ...shape, data: codes.map((value, k) => value - before[k]!) }
    const norm = spectralNorm(change)
    const ratio = norm <= largest ? norm / (tolerance + spectralNorm({ ...shape, data: before })) : NaN
    ratios.push(ratio)
    if (Number.isNaN(ratio)) return { before, codes, ratios, status: 'diverged' }
    if (ratio < tolerance)
      return { before, codes, ratios, status: ratios.length === 1 ? 'converged-at-start' : 'converged' }
    await pace(ratios.length / maxIterations)
  }
  return { before, codes, ratios, status: 'iteration-limit' }
}

/** One update of the codes. */
export function update(x: Matrix, dictionary: Matrix, codes: Float64Array, constants: CheckedConstants): Float64Array {
  const { stepSize, threshold } = constants
  const { data: phi, rows: features, cols: atoms } = dictionary
  const errors = residuals(x, dictionary, codes)
  return codes.map((code, k) => {
    const [i, j] = [Math.floor(k / atoms), k % atoms]
    let gradient = 0
    for (let f = 0; f < features; f++) gradient += errors[i * features + f]! * phi[f * atoms + j]!
    const moved = code + stepSize * gradient
    return Math.max(moved - threshold, 0) - Math.max(-moved - threshold, 0)
  })
}

/** x - r Φᵀ, row-major. */
export function residuals(x: Matrix, dictionary: Matrix, codes: Float64Array): Float64Array {
  const { data: phi, rows: features, cols: atoms } = dictionary
  return Float64Array.from(x.data, (value, k) => {
    const [i, f] = [Math.floor(k / features), k % features]
    let sum = 0
    for (let j = 0; j < atoms; j++) sum += codes[i * atoms + j]! * phi[f * atoms + j]!
    return value - sum
  })
}

/** Of each row, the mean of its squares. */
export function meanSquares(values: Float64Array, { rows, cols }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0
    for (const value of values.subarray(i * cols, (i + 1) * cols)) sum += value * value
    return sum / cols
  })
}
