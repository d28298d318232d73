import { philox } from '../random/index.js'
import type { Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import { extremity, type Alternative } from './alternative.js'
import { firstOf } from './resample.reference.js'

/** What to flip, checked. */
export interface SignFlips {
  readonly values: Matrix
  readonly statistic: 'mean' | 't'
  readonly alternative: Alternative
  readonly exact: boolean
  readonly seed: number | bigint
  readonly flips: number
}

/** Where results go, in the order of sign-flip.h. */
export interface Flipped {
  readonly means: Float64Array
  readonly statistics: Float64Array
  readonly maxima: Float64Array
  readonly extreme: Int32Array
  readonly extremeOfAll: Int32Array
}

/** Streams of sign flips come after those of 2^32 permutations. */
const firstFlip = 2 ** 33

/** The sign of each subject in flip i: bit s mod 32 of word floor(s / 32), or bit s of i + 1 where flips are counted off. */
function signsOf({ values, exact, seed }: SignFlips, i: number): number[] {
  const random = philox(seed, firstFlip + i)
  const words = firstOf(Math.ceil(values.rows / 32)).map(() => (exact ? i + 1 : random.uint32()))
  return firstOf(values.rows).map((s) => ((words[s >> 5]! >>> (s & 31)) & 1 ? -1 : 1))
}

/** The specification of `signFlip`. */
export async function signFlipReference(task: SignFlips, out: Flipped, pace: Pace): Promise<void> {
  const { values, statistic, alternative, flips } = task
  const columns = firstOf(values.cols).map((v) =>
    Float64Array.from({ length: values.rows }, (_, s) => values.data[s * values.cols + v]!),
  )
  const limits = columns.map((x) => {
    const scale = statistic === 't' ? 1 : rootMeanSquare(x)
    return extremity(evaluate(x, undefined, statistic), alternative) - 1e-12 * scale
  })
  out.means.set(columns.map((x) => evaluate(x, undefined, 'mean')))
  out.statistics.set(columns.map((x, v) => (statistic === 't' ? studentT(x) : out.means[v]!)))
  out.maxima.fill(NaN)
  for (let i = 0; i < flips; i++) {
    const signs = signsOf(task, i)
    columns.forEach((x, v) => {
      const size = extremity(evaluate(x, signs, statistic), alternative)
      if (size >= limits[v]!) out.extreme[v]!++
      if (!(size <= out.maxima[i]!) && !Number.isNaN(size)) out.maxima[i] = size
    })
    limits.forEach((limit, v) => (out.extremeOfAll[v]! += Number(out.maxima[i]! >= limit)))
    if (statistic === 't') out.maxima[i] = studentTOf(out.maxima[i]!, values.rows)
    await pace(i / flips)
  }
}

/** Mean, or mean / root mean square: t is a growing function of it. NaN where a value is not finite. */
function evaluate(x: Float64Array, signs: readonly number[] | undefined, statistic: 'mean' | 't'): number {
  if (!x.every(Number.isFinite)) return NaN
  const mean = x.reduce((sum, value, s) => sum + value * (signs?.[s] ?? 1), 0) / x.length
  return statistic === 't' ? mean / rootMeanSquare(x) : mean
}

const rootMeanSquare = (x: Float64Array) => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0) / x.length)

/** t of u = mean / root mean square of n values. */
function studentTOf(u: number, n: number): number {
  const inside = Math.max(-1, Math.min(1, u))
  return (inside * Math.sqrt(n - 1)) / Math.sqrt((1 - inside) * (1 + inside))
}

/** Student's t against 0; infinite for equal values. */
function studentT(x: Float64Array): number {
  if (!x.every(Number.isFinite)) return NaN
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length
  const squares = x.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const equal = x.every((value) => value === x[0])
  return mean / (equal ? 0 : Math.sqrt(squares / (x.length - 1) / x.length))
}
