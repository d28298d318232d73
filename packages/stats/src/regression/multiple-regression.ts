import { requireLevel, requireMatching } from '../arguments.js'
import { studentTQuantile } from '../distributions/student-t-quantile.js'
import { studentTSf } from '../distributions/student-t.js'
import type { Bounds } from '../result.js'
import { invalid } from '../stats-error.js'
import { designOf, unitColumn, type Design, type UnitColumn } from './design.js'
import { applyTransposed, backSubstitute, invertTriangle } from './householder.js'
import { requireIndependent } from './residuals.js'

/** A named predictor. */
export interface Predictor {
  name: string
  /** n numbers. */
  values: ArrayLike<number>
}

/** A coefficient with its standard error and interval; units of y per unit of its predictor. */
export interface Coefficient {
  estimate: number
  standardError: number
  ci: Bounds
}

/** A coefficient with its test against zero by Student's t. */
export interface TestedCoefficient extends Coefficient {
  /** Of the predictor. */
  name: string
  t: number
  /** Two-sided. */
  p: number
  /** The same with y and the predictor divided by their standard deviations; t and p are the same. */
  standardized: Coefficient
}

/** A linear model fitted by least squares. */
export interface MultipleRegression {
  intercept: Coefficient & { t: number; p: number }
  /** In the order of the predictors. */
  coefficients: TestedCoefficient[]
  /** Share of the variance of y that the predictors explain. */
  r2: number
  /** 1 - (1 - r2) (n - 1) / df. */
  adjustedR2: number
  /** sqrt(residual sum of squares / df), in the units of y. */
  residualStandardError: number
  /** n - 1 - number of predictors. */
  df: number
  n: number
  level: number
  method: 'ordinary-least-squares'
}

const sumOfSquares = (x: ArrayLike<number>) => Array.from(x).reduce((sum, value) => sum + value * value, 0)

/** Checks the predictors and hands out their values. */
function valuesOf(y: ArrayLike<number>, predictors: readonly Predictor[]): ArrayLike<number>[] {
  if (!Array.isArray(predictors)) throw invalid('a list of predictors', 'predictors', predictors)
  const values = predictors.map((predictor) => (predictor as Partial<Predictor> | null)?.values as ArrayLike<number>)
  requireMatching('y', y, 'predictors', values)
  return values
}

/** Interval and test of an estimate by Student's t with df degrees of freedom. */
function inference(df: number, level: number) {
  const quantile = -studentTQuantile((1 - level) / 2, df)
  const interval = (estimate: number, standardError: number): Coefficient => {
    const half = quantile * standardError
    return { estimate, standardError, ci: [estimate - half, estimate + half] }
  }
  const test = (t: number) => ({ t, p: Number.isNaN(t) ? NaN : Math.min(1, 2 * studentTSf(Math.abs(t), df)) })
  return { interval, test }
}

/**
 * Least squares of y on several predictors and an intercept, by a Householder factorisation of the centred and scaled
 * predictors (Golub & Van Loan 2013, 5.3), with standard errors, tests and intervals of Student's t.
 * @param y n numbers
 * @param predictors k >= 1 of n numbers each, n >= k + 2
 * @param options confidence level of the intervals, default 0.95
 * @returns NaN throughout when a vector holds a NaN or an infinity; R2, tests and standardised coefficients NaN when y
 *   is constant
 * @throws {StatsError} on wrong lengths or a wrong level, and where a predictor is constant or, within 1e-7 of its
 *   deviation, a linear combination of the others
 */
export function multipleRegression(
  y: ArrayLike<number>,
  predictors: readonly Predictor[],
  { level = 0.95 }: { level?: number } = {},
): MultipleRegression {
  const values = valuesOf(y, predictors)
  requireLevel(level)
  const design = designOf(values)
  requireIndependent(design, (j) => `predictor ${predictors[j]!.name}`)
  const outcome = unitColumn(y)
  const n = y.length
  const df = n - 1 - values.length
  const rotated = applyTransposed(design.qr, outcome.values)
  const residual = sumOfSquares(rotated.subarray(values.length))
  const r2 = outcome.length === 0 ? NaN : 1 - residual
  const fit: Fit = { design, outcome, rotated, error: Math.sqrt(residual / df), ...inference(df, level) }
  const coefficients = slopes(fit, predictors)
  return {
    intercept: intercept(fit, coefficients),
    coefficients,
    r2,
    adjustedR2: 1 - ((1 - r2) * (n - 1)) / df,
    residualStandardError: fit.error * outcome.length,
    df,
    n,
    level,
    method: 'ordinary-least-squares',
  }
}

/** Least squares on unit columns; `error` is the residual standard error where y has length 1. */
interface Fit extends ReturnType<typeof inference> {
  design: Design
  outcome: UnitColumn
  rotated: Float64Array
  error: number
}

function slopes({ design, outcome, rotated, error, interval, test }: Fit, predictors: readonly Predictor[]) {
  const inverse = invertTriangle(design.qr.r)
  // A constant y has no standard deviation to divide by.
  const standard = outcome.length === 0 ? NaN : 1
  return Array.from(backSubstitute(design.qr.r, rotated), (slope, j): TestedCoefficient => {
    const standardError = error * Math.sqrt(sumOfSquares(inverse.map((column) => column[j]!)))
    const unit = outcome.length / design.columns[j]!.length
    return {
      name: predictors[j]!.name,
      ...interval(slope * unit, standardError * unit),
      ...test(slope / standardError),
      // The unit columns are the z scores but for sqrt(n - 1) on both sides.
      standardized: interval(slope * standard, standardError * standard),
    }
  })
}

function intercept({ design, outcome, error, interval, test }: Fit, coefficients: readonly TestedCoefficient[]) {
  const { columns, qr } = design
  const at = columns.map(({ mean, length }) => mean / length)
  const leverage = sumOfSquares(
    invertTriangle(qr.r).map((column) => column.reduce((sum, value, i) => sum + value * at[i]!, 0)),
  )
  const standardError = error * outcome.length * Math.sqrt(1 / outcome.values.length + leverage)
  const shift = coefficients.reduce((sum, { estimate }, j) => sum + estimate * columns[j]!.mean, 0)
  const estimate = outcome.mean - shift
  return { ...interval(estimate, standardError), ...test(estimate / standardError) }
}
