import { requireChoice, requireLevel } from '../arguments.js'
import { ALTERNATIVES, type Alternative, type IntervalResult } from '../result.js'
import { correlationP, correlationT } from './correlation-p.js'
import { zBounds } from './fisher.js'
import { pearson } from './pearson.js'

/** Options of a correlation test. */
export interface CorrelationTestOptions {
  /** Default 'two-sided'. */
  alternative?: Alternative
  /** Confidence level of the interval, which is two-sided whatever the alternative. Default 0.95. */
  level?: number
}

/** A correlation, its test against zero and its interval. */
export interface CorrelationTest extends IntervalResult {
  /** r sqrt(df / (1 - r^2)); NaN at df 0. */
  t: number
  /** n - 2. */
  df: number
  /** Of the null hypothesis of no association, by Student's t. */
  p: number
  alternative: Alternative
}

/** Fills the fields that Pearson's and Spearman's test share; `variance` is that of z times n - 3. */
export function testCorrelation(
  [method, estimate, n]: [method: string, estimate: number, n: number],
  variance: number,
  { alternative = 'two-sided', level = 0.95 }: CorrelationTestOptions,
): CorrelationTest {
  requireChoice('alternative', alternative, ALTERNATIVES)
  requireLevel(level)
  const df = n - 2
  const t = correlationT(estimate, df)
  const p = correlationP(estimate, df, alternative)
  return { estimate, ci: zBounds(estimate, n, level, variance), t, df, p, n, level, alternative, method }
}

/**
 * Pearson's correlation, tested against zero by Student's t with n - 2 degrees of freedom (exact for bivariate normal
 * data), with Fisher's interval.
 * @param x and @param y n >= 2 numbers each
 * @returns NaN estimate, p and bounds when x or y is constant or holds a NaN; p = 1 at n = 2
 * @throws {StatsError} when the lengths differ, n < 2, or an option is wrong
 */
export function pearsonTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: CorrelationTestOptions = {},
): CorrelationTest {
  return testCorrelation(['pearson', pearson(x, y), x.length], 1, options)
}
