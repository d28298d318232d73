import { requireLevel, requirePaired, requireVector } from '../arguments.js'
import { studentTQuantile } from '../distributions/student-t-quantile.js'
import { centre, isConstant } from '../moments/centre.js'
import type { Bounds } from '../result.js'
import { invalid } from '../stats-error.js'

/** Options of {@link linearRegression}. */
export interface LinearRegressionOptions {
  /** Confidence level of the band at each x, default 0.95. */
  level?: number
  /** Where the band is wanted, in the units of x. Default none. */
  at?: ArrayLike<number>
}

/** Mean response at one x. */
export interface BandPoint {
  x: number
  /** intercept + slope x. */
  estimate: number
  /** Pointwise bounds of the mean response (not of a new observation). */
  ci: Bounds
}

/** A straight line fitted by least squares. */
export interface LinearRegression {
  /** Units of y per unit of x. */
  slope: number
  /** Units of y. */
  intercept: number
  /** sqrt(residual sum of squares / df), in the units of y. */
  residualStandardError: number
  /** n - 2. */
  df: number
  band: BandPoint[]
  n: number
  level: number
  method: 'ordinary-least-squares'
}

/**
 * Least-squares line of y on x with a pointwise confidence band of the mean response:
 * a + b x0 -+ t s sqrt(1 / n + (x0 - mean(x))^2 / sum((x - mean(x))^2)), t of n - 2 degrees of freedom
 * (Draper & Smith 1998, "Applied regression analysis", 3.1).
 * @param x and @param y n >= 3 numbers each
 * @returns NaN throughout when x or y holds a NaN or an infinity
 * @throws {StatsError} when the lengths differ, n < 3, x is constant, or an option is wrong
 */
export function linearRegression(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { level = 0.95, at = [] }: LinearRegressionOptions = {},
): LinearRegression {
  requirePaired(x, y, 3)
  requireLevel(level)
  requireVector('at', at, 0)
  if (isConstant(x)) throw invalid('at least two different values', 'x', `${x.length} times ${x[0]}`)
  const n = x.length
  const cx = centre(x)
  const cy = centre(y)
  let product = 0
  for (let i = 0; i < n; i++) product += cx.deviations[i]! * cy.deviations[i]!
  const scaledSlope = product / cx.sumOfSquares
  let residuals = 0
  for (let i = 0; i < n; i++) residuals += (cy.deviations[i]! - scaledSlope * cx.deviations[i]!) ** 2
  const scaledError = Math.sqrt(residuals / (n - 2))
  const t = -studentTQuantile((1 - level) / 2, n - 2)
  const slope = (scaledSlope * cx.scale) / cy.scale
  const band = Array.from(at, (x0): BandPoint => {
    const distance = (x0 - cx.mean) * cx.scale
    const half = (t * scaledError * Math.sqrt(1 / n + distance ** 2 / cx.sumOfSquares)) / cy.scale
    const estimate = cy.mean + (scaledSlope * distance) / cy.scale
    return { x: x0, estimate, ci: [estimate - half, estimate + half] }
  })
  const intercept = cy.mean - (scaledSlope * cx.mean * cx.scale) / cy.scale
  const residualStandardError = scaledError / cy.scale
  return { slope, intercept, residualStandardError, df: n - 2, band, n, level, method: 'ordinary-least-squares' }
}
