import type { Metric } from '../distance/metric.js'
import type { Float, Matrix } from '../runtime/matrix.js'
import type { BenchmarkCheck } from './benchmark.js'
import { compensatedDistance } from './compensated-distance.js'

const sampled = 1000

export const errorNote =
  `the largest |d - d64| / s of ${sampled} pairs spread evenly over the result; d64 is the same input in float64 ` +
  `with compensated sums; s is 1 for cosine and correlation, else d64`

interface Pairs {
  readonly i: number[]
  readonly j: number[]
  /** Where ours has them. */
  readonly at: number[]
}

/** Pairs spread evenly over the condensed order of n rows: the first and the last are among them. */
export function condensedPairs(n: number, count = sampled): Pairs {
  const at = spread((n * (n - 1)) / 2, count)
  const start = (i: number) => i * n - (i * (i + 1)) / 2
  const i = at.map((k) => {
    let row = Math.max(0, Math.floor(n - 0.5 - Math.sqrt((n - 0.5) ** 2 - 2 * k)) - 1)
    while (row < n - 2 && start(row + 1) <= k) row++
    return row
  })
  return { i, j: at.map((k, p) => k - start(i[p]!) + i[p]! + 1), at }
}

/** Pairs spread evenly over an n x m result: the first and the last are among them. */
export function productPairs(n: number, m: number, count = sampled): Pairs {
  const at = spread(n * m, count)
  return { i: at.map((k) => Math.floor(k / m)), j: at.map((k) => k % m), at }
}

function spread(length: number, count: number): number[] {
  const steps = Math.min(length, count)
  return Array.from({ length: steps }, (_, s) => Math.round((s * (length - 1)) / Math.max(1, steps - 1)))
}

const digits = (error: number) => (error === 0 ? '0' : error.toExponential(0))

/** The error of distances between rows of x and rows of y, at some pairs. */
export function distanceCheck(x: Matrix, y: Matrix, metric: Metric, { i, j, at }: Pairs): BenchmarkCheck<Float> {
  const expected = i.map((row, p) => compensatedDistance(x, row, y, j[p]!, metric))
  const relative = metric !== 'cosine' && metric !== 'correlation'
  const error = (values: readonly number[]) =>
    expected.reduce((largest, d, p) => Math.max(largest, Math.abs(values[p]! - d) / (relative ? d : 1)), 0)
  return {
    ask: { i, j },
    ours: (result) => digits(error(at.map((k) => result[k]!))),
    theirs: (answer) => digits(error(answer['values'] as number[])),
  }
}
