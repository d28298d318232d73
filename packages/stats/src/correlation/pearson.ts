import { requirePaired } from '../arguments.js'
import { centre, isConstant } from '../moments/centre.js'

/** Clamps what rounding may have pushed out of [-1, 1]; NaN stays. */
export const clampCorrelation = (r: number): number => Math.max(-1, Math.min(1, r))

/**
 * Pearson's product-moment correlation, from centred values in two passes: sum(dx dy) / sqrt(sum(dx^2) sum(dy^2)).
 * The values are scaled by powers of two first, so 1e-200 and 1e200 are as good as 1.
 * @param x and @param y n >= 2 numbers each, any units
 * @returns r in [-1, 1]; NaN when x or y is constant or holds a NaN or an infinity
 * @throws {StatsError} when the lengths differ or n < 2
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  requirePaired(x, y, 2)
  if (isConstant(x) || isConstant(y)) return NaN
  const a = centre(x)
  const b = centre(y)
  let product = 0
  for (let i = 0; i < a.deviations.length; i++) product += a.deviations[i]! * b.deviations[i]!
  return clampCorrelation(product / Math.sqrt(a.sumOfSquares * b.sumOfSquares))
}
