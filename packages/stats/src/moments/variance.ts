import { requireInteger, requireVector } from '../arguments.js'
import { centre, isConstant } from './centre.js'

/**
 * Variance: sum of squared deviations from the mean, divided by n - ddof.
 * @param x more than `ddof` numbers
 * @param ddof delta degrees of freedom; 1 (the default) gives the unbiased estimate, 0 the population value
 * @returns the variance in squared units of x; NaN when x holds a NaN or an infinity
 * @throws {StatsError} when x has no more than ddof values, or ddof is not a non-negative integer
 */
export function variance(x: ArrayLike<number>, ddof = 1): number {
  requireInteger('ddof', ddof, 0)
  requireVector('x', x, ddof + 1)
  if (isConstant(x)) return x[0]! * 0
  const { sumOfSquares, scale } = centre(x)
  return sumOfSquares / (x.length - ddof) / scale / scale
}
