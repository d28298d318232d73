import { requireInteger, requireLevel } from '../arguments.js'
import { normalQuantile } from '../distributions/normal-quantile.js'
import type { IntervalResult } from '../result.js'

/**
 * Confidence interval of a proportion, such as an accuracy, by the score method without continuity correction (Wilson
 * 1927): (k + z^2 / 2 -+ z sqrt(k (n - k) / n + z^2 / 4)) / (n + z^2).
 * @param k successes, an integer from 0 to n
 * @param n trials, at least 1
 * @param level confidence level, default 0.95
 * @throws {StatsError} on another k, n or level
 */
export function wilsonInterval(k: number, n: number, level = 0.95): IntervalResult {
  requireInteger('n', n, 1)
  requireInteger('k', k, 0, n)
  requireLevel(level)
  const z = -normalQuantile((1 - level) / 2)
  const half = z * Math.sqrt(k * ((n - k) / n) + (z * z) / 4)
  const centre = k + (z * z) / 2
  const total = n + z * z
  // At the ends the bound is 0 or 1 exactly; rounding would leave it a hair off.
  const lo = k === 0 ? 0 : (centre - half) / total
  const hi = k === n ? 1 : (centre + half) / total
  return { estimate: k / n, ci: [lo, hi], n, level, method: 'wilson' }
}
