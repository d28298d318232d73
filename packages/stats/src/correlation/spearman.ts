import { requirePaired } from '../arguments.js'
import { ranks } from '../ranks.js'
import { pearson } from './pearson.js'

/**
 * Spearman's rank correlation: Pearson's correlation of mid-ranks (Spearman 1904), which is right with ties too.
 * @param x and @param y n >= 2 numbers each; infinities rank as the extremes
 * @returns rho in [-1, 1]; NaN when x or y is constant or holds a NaN
 * @throws {StatsError} when the lengths differ or n < 2
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  requirePaired(x, y, 2)
  return pearson(ranks(x), ranks(y))
}
