import { requireLevel, requireVector } from '../arguments.js'
import { studentTQuantile } from '../distributions/student-t-quantile.js'
import { mean } from '../moments/mean.js'
import { variance } from '../moments/variance.js'
import type { IntervalResult } from '../result.js'

/**
 * Confidence interval of a mean by Student's t with n - 1 degrees of freedom: mean -+ t sqrt(variance / n) (Student
 * 1908).
 * @param x at least 2 numbers
 * @param level confidence level, default 0.95
 * @returns bounds in the units of x; NaN when x holds a NaN or an infinity
 * @throws {StatsError} when n < 2 or the level is wrong
 */
export function meanInterval(x: ArrayLike<number>, level = 0.95): IntervalResult {
  requireVector('x', x, 2)
  requireLevel(level)
  const n = x.length
  const estimate = mean(x)
  const half = -studentTQuantile((1 - level) / 2, n - 1) * Math.sqrt(variance(x) / n)
  return { estimate, ci: [estimate - half, estimate + half], n, level, method: 'student-t' }
}
