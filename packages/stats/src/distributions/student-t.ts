import { requirePositive } from '../arguments.js'
import { betaPower } from './beta-power.js'
import { betaTails } from './betainc.js'
import { normalCdf } from './normal-cdf.js'

/** Upper tail and the area between 0 and t, for finite df and t >= 0. */
export function studentTAreas(t: number, df: number): { tail: number; central: number } {
  const square = t * t
  if (square > 1e300) return { tail: farTail(t, df), central: 0.5 }
  const [lower, upper] = betaTails(df / 2, 0.5, df / (df + square), square / (df + square))
  // Below 1e-150 the square of t underflows; the density is flat there.
  const central = square < 1e-300 ? t * densityAtZero(df) : upper / 2
  return { tail: lower / 2, central }
}

/** Density of Student's t at 0. */
export const densityAtZero = (df: number): number =>
  betaPower(df / 2, 0.5, df / (df + 1e-20), 1e-20 / (df + 1e-20)) / 1e-10

/** t times the density of Student's t at t, for 1e-150 < t < 1e150. */
export const scaledDensity = (t: number, df: number): number =>
  betaPower(df / 2, 0.5, df / (df + t * t), (t * t) / (df + t * t))

/** Where t^2 would overflow the tail is its leading power (t^2 / df)^(-df / 2), matched at x = 1e-300. */
function farTail(t: number, df: number): number {
  const logX = Math.log(df) - 2 * Math.log(t)
  return (betaPower(df / 2, 0.5, 1e-300, 1) / df) * Math.exp((df / 2) * (logX - Math.log(1e-300)))
}

/**
 * Upper tail of Student's t distribution, P(T > t).
 * @param t statistic
 * @param df degrees of freedom, positive, not necessarily an integer; Infinity means the standard normal
 * @returns a probability, relative error below 1e-12 in the far tail; NaN when an input is NaN
 * @throws {StatsError} when df is not positive
 */
export function studentTSf(t: number, df: number): number {
  requirePositive('df', df, true)
  if (Number.isNaN(t) || Number.isNaN(df)) return NaN
  if (df === Infinity) return normalCdf(-t)
  if (t < 0) return 1 - studentTSf(-t, df)
  const { tail, central } = studentTAreas(t, df)
  return tail < 0.25 ? tail : 0.5 - central
}

/**
 * Cumulative distribution function of Student's t, P(T <= t), by the symmetry of {@link studentTSf}.
 * @param t statistic
 * @param df degrees of freedom, positive; Infinity means the standard normal
 * @throws {StatsError} when df is not positive
 */
export function studentTCdf(t: number, df: number): number {
  return studentTSf(-t, df)
}
