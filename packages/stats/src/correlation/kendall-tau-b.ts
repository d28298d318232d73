import { requirePaired } from '../arguments.js'
import { kendallCounts, type KendallCounts } from './kendall-counts.js'
import { clampCorrelation } from './pearson.js'

/** tau-b of exact counts; NaN when all pairs of one vector are tied. */
export function tauB({ pairs, score, x, y }: KendallCounts): number {
  if (x.pairs === pairs || y.pairs === pairs) return NaN
  return clampCorrelation(score / Math.sqrt(pairs - x.pairs) / Math.sqrt(pairs - y.pairs))
}

/** Whether a vector holds a NaN, which has no order. */
export const hasNaN = (x: ArrayLike<number>): boolean => {
  for (let i = 0; i < x.length; i++) if (Number.isNaN(x[i])) return true
  return false
}

/**
 * Kendall's tau-b, (C - D) / sqrt((N - X) (N - Y)) with X and Y tied pairs (Kendall 1945), in O(n log n) (Knight 1966).
 * @param x and @param y n >= 2 numbers each; infinities order as the extremes
 * @returns tau-b in [-1, 1]; NaN when x or y is constant or holds a NaN
 * @throws {StatsError} when the lengths differ or n < 2
 */
export function kendallTauB(x: ArrayLike<number>, y: ArrayLike<number>): number {
  requirePaired(x, y, 2)
  return hasNaN(x) || hasNaN(y) ? NaN : tauB(kendallCounts(x, y))
}
