import { centre, isConstant } from '../moments/centre.js'
import { householder, type Householder } from './householder.js'

/** A vector less its mean, divided by its length. */
export interface UnitColumn {
  /** n values of mean 0 and sum of squares 1; zeros for a constant; all NaN when x holds a NaN or an infinity. */
  values: Float64Array
  /** sqrt(sum((x - mean)^2)), in the units of x. */
  length: number
  /** Mean of x. */
  mean: number
}

/** Predictors ready for least squares with intercept. */
export interface Design {
  columns: UnitColumn[]
  qr: Householder
  /** First predictor that is constant or a linear combination of those before it; -1 when there is none. */
  dependent: number
}

/**
 * Share of a predictor's deviation that the predictors before it have to leave, or it counts as a combination of them:
 * the tolerance of R's `lm`.
 */
export const COLLINEARITY = 1e-7

/** Centres x and scales it to length 1, so that neither units nor offset count. */
export function unitColumn(x: ArrayLike<number>): UnitColumn {
  if (isConstant(x) && Number.isFinite(x[0])) return { values: new Float64Array(x.length), length: 0, mean: x[0]! }
  const { deviations, sumOfSquares, mean, scale } = centre(x)
  const norm = Math.sqrt(sumOfSquares)
  return { values: deviations.map((value) => value / norm), length: norm / scale, mean }
}

/** Factors the centred and scaled predictors: intercept and units are gone from the problem. */
export function designOf(predictors: readonly ArrayLike<number>[]): Design {
  const columns = predictors.map(unitColumn)
  const qr = householder(columns.map(({ values }) => values))
  // NaN is no dependence: it spreads through the numbers.
  const dependent = qr.r.findIndex((column, j) => Math.abs(column[j]!) < COLLINEARITY)
  return { columns, qr, dependent }
}
