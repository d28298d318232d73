import { requireProbability, requireVector } from './arguments.js'

/** Value at a fractional place, from 0 to n - 1, of ascending values: linear between neighbours. */
export function atPosition(sorted: ArrayLike<number>, position: number): number {
  const below = Math.floor(position)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  const fraction = position - below
  // Equal neighbours first, so that two infinities give an infinity and not NaN.
  return low === high || fraction === 0 ? low : low + (high - low) * fraction
}

/**
 * `quantile` of values that are already ascending and hold no NaN, without a check or a copy: for several quantiles of
 * many values.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  return atPosition(sorted, (sorted.length - 1) * p)
}

/**
 * Sample quantile of type 7 (linear interpolation between order statistics at (n - 1) p; Hyndman & Fan 1996), the
 * default of NumPy and R.
 * @param x at least 1 number in any order; it is copied, not changed
 * @param p probability from 0 to 1
 * @returns the quantile in the units of x; NaN when x holds a NaN or p is NaN
 * @throws {StatsError} on an empty vector or a p outside [0, 1]
 */
export function quantile(x: ArrayLike<number>, p: number): number {
  requireVector('x', x, 1)
  requireProbability('p', p)
  const sorted = Float64Array.from(x).sort()
  // Typed arrays sort NaN last.
  if (Number.isNaN(p) || Number.isNaN(sorted.at(-1))) return NaN
  return quantileOfSorted(sorted, p)
}
