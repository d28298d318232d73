import { requirePositive, requireProbability } from '../arguments.js'
import { normalQuantile } from './normal-quantile.js'
import { densityAtZero, scaledDensity, studentTAreas } from './student-t.js'

const LARGEST = 1e150

/** Newton in (ln t, ln area): both areas are concave there, so it is monotone after its first step. */
function solve(start: number, target: number, area: 'tail' | 'central', df: number): number {
  const sign = area === 'tail' ? 1 : -1
  let t = start
  for (let i = 0; i < 100 && t > 0; i++) {
    const value = studentTAreas(t, df)[area]
    const step = (sign * Math.log(value / target) * value) / scaledDensity(t, df)
    t = Math.min(t * Math.exp(step), LARGEST)
    if (Math.abs(step) < 1e-9) break
  }
  return t
}

/** Quantile above the median, by the upper tail in (0, 0.5). */
function upperQuantile(tail: number, df: number): number {
  if (tail > 0.25) return solve((0.5 - tail) / densityAtZero(df), 0.5 - tail, 'central', df)
  const t = solve(-normalQuantile(tail), tail, 'tail', df)
  // Beyond 1e150 the tail is a pure power of t; extrapolate it (to Infinity where the quantile overflows).
  return t < LARGEST ? t : t * (studentTAreas(t, df).tail / tail) ** (1 / df)
}

/**
 * Quantile function of Student's t distribution, the inverse of `studentTCdf`.
 * @param p probability from 0 to 1
 * @param df degrees of freedom, positive; Infinity means the standard normal
 * @returns t with P(T <= t) = p, relative error below 1e-11; -Infinity at 0, Infinity at 1, NaN for NaN
 * @throws {StatsError} when p lies outside [0, 1] or df is not positive
 */
export function studentTQuantile(p: number, df: number): number {
  requireProbability('p', p)
  requirePositive('df', df, true)
  if (Number.isNaN(p + df)) return NaN
  if (df === Infinity) return normalQuantile(p)
  if (p === 0.5) return 0
  if (p === 0) return -Infinity
  if (p === 1) return Infinity
  return p < 0.5 ? -upperQuantile(p, df) : upperQuantile(1 - p, df)
}
