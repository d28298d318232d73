import { requireProbability } from '../arguments.js'
import { normalCentralArea, normalMillsRatio, normalPdf } from './normal-cdf.js'

const LOG_SQRT_2PI = 0.9189385332046728
// normalCdf(-2.5): below it the tail form of the distribution function is in use.
const TAIL = 0.006209665325776132

/** Newton on the area between 0 and z, from the tangent at 0; area in (-0.4938, 0.4938). */
function solveCentre(area: number): number {
  let z = area / 0.3989422804014327
  // The tangent of a function that is concave on each side undershoots, so the iteration is monotone.
  for (let i = 0; i < 60; i++) {
    const step = (normalCentralArea(z) - area) / normalPdf(z)
    z -= step
    if (Math.abs(step) <= 1e-9 * Math.abs(z)) break
  }
  return z
}

/** Newton on the logarithm of the upper tail, so that subnormal probabilities keep their digits. */
function solveTail(tail: number): number {
  const target = Math.log(tail)
  let z = Math.sqrt(-2 * target)
  for (let i = 0; i < 60; i++) {
    const mills = normalMillsRatio(z)
    const step = (target + 0.5 * z * z + LOG_SQRT_2PI - Math.log(mills)) * mills
    z = Math.max(z - step, 2.4)
    if (Math.abs(step) <= 1e-9 * z) break
  }
  return z
}

/**
 * Quantile function of the standard normal, the inverse of {@link normalCdf}, by Newton's method on it.
 * @param p probability from 0 to 1
 * @returns z with P(Z <= z) = p, relative error below 1e-13; -Infinity at 0, Infinity at 1, NaN for NaN
 * @throws {StatsError} when p lies outside [0, 1]
 */
export function normalQuantile(p: number): number {
  requireProbability('p', p)
  if (Number.isNaN(p)) return NaN
  if (p === 0) return -Infinity
  if (p === 1) return Infinity
  if (p < TAIL) return -solveTail(p)
  if (1 - p < TAIL) return solveTail(1 - p)
  return solveCentre(p - 0.5)
}
