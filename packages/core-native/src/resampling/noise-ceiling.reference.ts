import { philox } from '../random/index.js'
import type { Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import { compareReference, doubledRanks } from './comparison.reference.js'
import type { ResamplingComparison } from './comparison.js'
import { cellsOf, firstOf, resample } from './resample.reference.js'

/** Whose ceiling, checked. */
export interface CeilingTask {
  readonly rdms: Matrix
  readonly comparison: ResamplingComparison
  readonly seed: number | bigint
  readonly draws: number
}

/** Where results go, in the order of noise-ceiling.h: lower, upper. */
export interface Ceilings {
  readonly subjects: Float64Array
  readonly estimates: Float64Array
  readonly evaluations: Float64Array
}

/** What is averaged: the row in the form whose mean is the best model, or nearly so. */
function transformed(x: Float64Array, comparison: ResamplingComparison): Float64Array {
  if (comparison !== 'pearson' && comparison !== 'cosine')
    return x.some(Number.isNaN) ? x.map(() => NaN) : doubledRanks(x)
  const mean = comparison === 'pearson' ? x.reduce((a, b) => a + b, 0) / x.length : 0
  const length = Math.sqrt(x.reduce((sum, v) => sum + (v - mean) ** 2, 0))
  return x.map((v) => (v - mean) / length)
}

/** The specification of `noiseCeiling`: each average written out, ranked and compared on its own. */
export async function noiseCeilingReference(task: CeilingTask, out: Ceilings, pace: Pace): Promise<void> {
  const { rdms, comparison } = task
  const rows = firstOf(rdms.rows).map((s) => cellsOf(rdms, s, firstOf(rdms.cols)))
  const forms = rows.map((row) => transformed(row, comparison))
  const withPool = (s: number, pool: readonly number[]) => {
    if (pool.length === 0) return NaN
    const sum = rows[0]!.map((_, k) => pool.reduce((total, t) => total + forms[t]![k]!, 0))
    return compareReference(rows[s]!, sum, comparison)
  }
  const evaluate = (drawn: readonly number[]) =>
    drawn.map((s) => [
      withPool(
        s,
        drawn.filter((t) => t !== s),
      ),
      withPool(s, drawn),
    ])
  const everyone = evaluate(firstOf(rdms.rows))
  out.subjects.set(everyone.flat())
  out.estimates.set(mean(everyone))
  for (let i = 0; i < task.draws; i++) {
    out.evaluations.set(mean(evaluate(resample(philox(task.seed, i), rdms.rows))), 2 * i)
    await pace(i / task.draws)
  }
}

const mean = (rows: readonly number[][]) =>
  [0, 1].map((side) => rows.reduce((sum, row) => sum + row[side]!, 0) / rows.length)
