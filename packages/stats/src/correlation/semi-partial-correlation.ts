import { requireChoice } from '../arguments.js'
import { ALTERNATIVES, type Alternative } from '../result.js'
import { correlationP, correlationT } from './correlation-p.js'
import { leftBy, partialled } from './partial-correlation.js'
import { pearson } from './pearson.js'

/** Options of {@link semiPartialCorrelation}. */
export interface SemiPartialCorrelationOptions {
  /** Default 'pearson'; 'spearman' ranks x, y and every control first. */
  method?: 'pearson' | 'spearman'
  /** Default 'two-sided'. */
  alternative?: Alternative
}

/** A semi-partial correlation and its test against zero. */
export interface SemiPartialCorrelation {
  estimate: number
  /** That of the coefficient of x in the regression of y on x and the controls. */
  t: number
  /** n - 2 - controls. */
  df: number
  p: number
  n: number
  alternative: Alternative
  method: 'semi-partial-pearson' | 'semi-partial-spearman'
  /** Variables taken out of x. */
  controls: number
}

/**
 * Semi-partial (part) correlation: of y with the residuals of x on the controls; its square is what x adds to R2. The
 * test is that of the coefficient of x in the regression of y on x and the controls, and so that of the partial
 * correlation (Cohen, Cohen, West & Aiken 2003, 3.3).
 * @param x n numbers, of which the controls are taken out
 * @param y n numbers, left as they are
 * @param controls k >= 1 vectors of n numbers each, n >= k + 2
 * @returns NaN estimate, t and p as `partialCorrelation`; p = 1 at n = k + 2
 * @throws {StatsError} when lengths differ, n < k + 2, there is no control, or an option is wrong
 */
export function semiPartialCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  controls: readonly ArrayLike<number>[],
  { method = 'pearson', alternative = 'two-sided' }: SemiPartialCorrelationOptions = {},
): SemiPartialCorrelation {
  const data = partialled(x, y, controls, method)
  requireChoice('alternative', alternative, ALTERNATIVES)
  const rest = leftBy(data.controls, data.x)
  const partial = pearson(rest, leftBy(data.controls, data.y))
  const df = x.length - 2 - controls.length
  return {
    estimate: pearson(rest, data.y),
    t: correlationT(partial, df),
    df,
    p: correlationP(partial, df, alternative),
    n: x.length,
    alternative,
    method: `semi-partial-${method}`,
    controls: controls.length,
  }
}
