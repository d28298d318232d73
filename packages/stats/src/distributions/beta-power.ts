import { stirlingError } from './stirling-error.js'

/**
 * d - ln(1 + d) without cancellation. `ratio` is 1 + d, passed because it may be known better than d allows.
 * Near 0 from ln(1 + d) = 2 atanh(s), s = d / (2 + d).
 */
function deviance(d: number, ratio: number): number {
  if (d < -0.75 || d > 3) return d - Math.log(ratio)
  const s = d / (2 + d)
  let term = 2 * s
  let sum = 0
  for (let k = 3; ; k += 2) {
    term *= s * s
    if (Math.abs(term) <= 1e-17 * Math.abs(sum * k)) break
    sum += term / k
  }
  return d * s - sum
}

/**
 * x^a y^b / B(a, b) with y = 1 - x, the weight of the incomplete beta function. The saddle-point form (Loader 2000,
 * "Fast and accurate computation of binomial probabilities") never subtracts the large logarithms of gamma functions.
 * @param a and @param b positive
 * @param x and @param y both in (0, 1), both with full relative accuracy
 */
export function betaPower(a: number, b: number, x: number, y: number): number {
  const n = a + b
  const excess = betaExcess(a, b, x, y)
  const exponent =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    a * deviance(excess / a, (n * x) / a) -
    b * deviance(-excess / b, (n * y) / b)
  return Math.sqrt((a / n) * (b / (2 * Math.PI))) * Math.exp(exponent)
}

/** (a + b) x - a: how far x lies above the mean of Beta(a, b), from the smaller of x and y, which has no rounding. */
export const betaExcess = (a: number, b: number, x: number, y: number): number =>
  x < y ? (a + b) * x - a : b - (a + b) * y
