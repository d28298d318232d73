import { philox } from '../random/index.js'
import type { Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import { extremity, type Alternative } from './alternative.js'
import { compareReference } from './comparison.reference.js'
import type { ResamplingComparison } from './comparison.js'
import { cellsOf, condensedIndex, firstOf } from './resample.reference.js'

/** What to permute, checked. */
export interface Permutation {
  readonly x: Matrix
  readonly y: Matrix
  /** 0 where the columns themselves are permuted. */
  readonly conditions: number
  readonly comparison: ResamplingComparison
  readonly alternative: Alternative
  readonly seed: number | bigint
  readonly permutations: number
}

/** Where results go, in the order of permute.h. */
export interface Permuted {
  readonly similarities: Float64Array
  readonly estimates: Float64Array
  readonly null: Float64Array
  readonly maxima: Float64Array
  readonly extreme: Int32Array
  readonly extremeOfAll: Int32Array
}

/** Streams of permutations come after those of 2^32 bootstraps. */
export const firstPermutation = 2 ** 32
/** Equal values may come out a few units in the last place apart. */
const slack = 1e-12

/** The specification of `permuteRsa` and `permuteCorrelation`. */
export async function permuteReference(task: Permutation, out: Permuted, pace: Pace): Promise<void> {
  const { x, y, conditions, alternative } = task
  const items = conditions || x.cols
  out.similarities.set(compared(task, firstOf(x.cols)).flat())
  out.estimates.set(mean(compared(task, firstOf(x.cols)), y.rows))
  for (let i = 0; i < task.permutations; i++) {
    const order = [...philox(task.seed, firstPermutation + i).permutation(items)]
    const values = mean(compared(task, conditions ? relabelled(order) : order), y.rows)
    out.null.set(values, i * y.rows)
    const known = values.filter((value) => !Number.isNaN(value))
    out.maxima[i] = known.length === 0 ? NaN : Math.max(...known.map((value) => extremity(value, alternative)))
    await pace(i / task.permutations)
  }
  for (let m = 0; m < y.rows; m++) {
    const limit = extremity(out.estimates[m]!, alternative) - slack
    const own = out.null.filter((_, k) => k % y.rows === m)
    out.extreme[m] = own.filter((value) => extremity(value, alternative) >= limit).length
    out.extremeOfAll[m] = out.maxima.filter((value) => value >= limit).length
  }
}

/** The cell that each cell's value comes from when condition i is what condition order[i] was. */
function relabelled(order: readonly number[]): number[] {
  const n = order.length
  return order.flatMap((first, i) => order.slice(i + 1).map((second) => condensedIndex(first, second, n)))
}

/** Every row of x with every row of y, whose cells come from elsewhere. */
function compared({ x, y, comparison }: Permutation, from: readonly number[]): number[][] {
  const moved = firstOf(y.rows).map((m) => cellsOf(y, m, from))
  return firstOf(x.rows).map((s) => {
    const own = cellsOf(x, s, firstOf(x.cols))
    return moved.map((row) => compareReference(own, row, comparison))
  })
}

const mean = (rows: readonly number[][], columns: number) =>
  firstOf(columns).map((m) => rows.reduce((sum, row) => sum + row[m]!, 0) / rows.length)
