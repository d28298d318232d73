import { requireInteger, requireLevel } from '../arguments.js'
import { normalQuantile } from '../distributions/normal-quantile.js'
import type { Bounds, IntervalResult } from '../result.js'
import { noBounds } from '../result.js'
import { invalid } from '../stats-error.js'

/**
 * Fisher's variance-stabilising transform, artanh(r) (Fisher 1921).
 * @param r correlation in [-1, 1]
 * @returns z; plus or minus Infinity at r = 1 or -1, NaN for NaN
 * @throws {StatsError} when r lies outside [-1, 1]
 */
export function fisherZ(r: number): number {
  if (typeof r !== 'number' || r < -1 || r > 1) throw invalid('a correlation from -1 to 1', 'r', r)
  return Math.atanh(r)
}

/** Bounds on the z scale, taken back; [-1, 1] where n <= 3 leaves no standard error. */
export function zBounds(r: number, n: number, level: number, variance: number): Bounds {
  if (Number.isNaN(r)) return noBounds()
  if (n <= 3) return [-1, 1]
  const half = -normalQuantile((1 - level) / 2) * Math.sqrt(variance / (n - 3))
  return [Math.tanh(fisherZ(r) - half), Math.tanh(fisherZ(r) + half)]
}

/**
 * Confidence interval of Pearson's correlation: tanh(artanh(r) -+ z / sqrt(n - 3)) (Fisher 1921).
 * @param r correlation in [-1, 1]
 * @param n cases, at least 2; with n <= 3 the interval is [-1, 1]
 * @param level confidence level, default 0.95
 * @returns NaN bounds for a NaN r
 * @throws {StatsError} on another r, n or level
 */
export function fisherInterval(r: number, n: number, level = 0.95): IntervalResult {
  fisherZ(r)
  requireInteger('n', n, 2)
  requireLevel(level)
  return { estimate: r, ci: zBounds(r, n, level, 1), n, level, method: 'fisher-z' }
}
