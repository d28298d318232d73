import { philox } from '../random/index.js'
import type { Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import { compareReference } from './comparison.reference.js'
import type { ResamplingComparison } from './comparison.js'
import { cellsOf, firstOf, resample, resampledCells } from './resample.reference.js'

/** What to draw, checked. */
export interface Bootstrap {
  readonly rdms: Matrix
  readonly models: Matrix
  readonly conditions: number
  readonly comparison: ResamplingComparison
  readonly overSubjects: boolean
  readonly overConditions: boolean
  readonly seed: number | bigint
  readonly draws: number
}

/** Where results go, in the order of bootstrap-rsa.h. */
export interface Evaluations {
  readonly similarities: Float64Array
  readonly estimates: Float64Array
  readonly evaluations: Float64Array
}

/** The specification of `bootstrapRsa`: each resample written out, ranked and compared on its own. */
export async function bootstrapRsaReference(task: Bootstrap, out: Evaluations, pace: Pace): Promise<void> {
  const { rdms, models, conditions } = task
  const everything = await rowsOf(task, firstOf(rdms.rows), firstOf(conditions), () => pace(0))
  everything.forEach((row, s) => out.similarities.set(row, s * models.rows))
  out.estimates.set(mean(everything, models.rows))
  for (let i = 0; i < task.draws; i++) {
    const random = philox(task.seed, i)
    const subjects = task.overSubjects ? resample(random, rdms.rows) : firstOf(rdms.rows)
    const drawn = task.overConditions ? resample(random, conditions) : undefined
    const values = drawn
      ? await rowsOf(task, subjects, drawn, () => pace(i / task.draws))
      : subjects.map((s) => everything[s]!)
    out.evaluations.set(mean(values, models.rows), i * models.rows)
    await pace(i / task.draws)
  }
}

/** Each of some subjects, the same one only once, and each model. */
async function rowsOf(
  task: Bootstrap,
  subjects: readonly number[],
  conditions: readonly number[],
  pause: () => Promise<void> | void,
) {
  const rows = new Map<number, number[]>()
  for (const s of new Set(subjects)) {
    rows.set(s, compared(task, s, conditions))
    await pause()
  }
  return subjects.map((s) => rows.get(s)!)
}

/** Subject s and each model, on a resample of the conditions. */
function compared({ rdms, models, comparison }: Bootstrap, s: number, conditions: readonly number[]): number[] {
  if (new Set(conditions).size < 3) return firstOf(models.rows).map(() => NaN)
  const cells = resampledCells(conditions)
  const own = cellsOf(rdms, s, cells)
  return firstOf(models.rows).map((m) => compareReference(own, cellsOf(models, m, cells), comparison))
}

const mean = (rows: readonly number[][], columns: number) =>
  firstOf(columns).map((m) => rows.reduce((sum, row) => sum + row[m]!, 0) / rows.length)
