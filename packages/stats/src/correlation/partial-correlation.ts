import { requireChoice, requireMatching, requirePaired } from '../arguments.js'
import { ranks } from '../ranks.js'
import { COLLINEARITY, designOf, unitColumn, type Design } from '../regression/design.js'
import { outsideSpan } from '../regression/householder.js'
import { pearson } from './pearson.js'
import { testCorrelation, type CorrelationTest, type CorrelationTestOptions } from './pearson-test.js'

/** Options of {@link partialCorrelation}. */
export interface PartialCorrelationOptions extends CorrelationTestOptions {
  /** Default 'pearson'; 'spearman' ranks x, y and every control first. */
  method?: 'pearson' | 'spearman'
}

/** A partial correlation, its test against zero and its interval. `df` is n - 2 - controls. */
export interface PartialCorrelation extends CorrelationTest {
  method: 'partial-pearson' | 'partial-spearman'
  /** Variables held constant. */
  controls: number
}

/** x, y and the factored controls, ranked if asked for, after the checks that the two functions share. */
export function partialled(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  controls: readonly ArrayLike<number>[],
  method: 'pearson' | 'spearman',
): { x: Float64Array; y: Float64Array; controls: Design } {
  requirePaired(x, y, 2)
  requireMatching('x', x, 'controls', controls)
  requireChoice('method', method, ['pearson', 'spearman'])
  const prepare = (v: ArrayLike<number>) => (method === 'spearman' ? ranks(v) : v)
  return {
    x: unitColumn(prepare(x)).values,
    y: unitColumn(prepare(y)).values,
    controls: designOf(controls.map(prepare)),
  }
}

/** What the controls leave of a unit column; NaN where they leave nothing or are themselves dependent. */
export function leftBy({ qr, dependent }: Design, values: Float64Array): Float64Array {
  const rest = outsideSpan(qr, values)
  const explained = Math.sqrt(rest.reduce((sum, value) => sum + value * value, 0)) < COLLINEARITY
  return explained || dependent >= 0 ? rest.fill(NaN) : rest
}

/**
 * Partial correlation of x and y given controls: the correlation of the residuals of two least-squares fits with
 * intercept (Yule 1907; of ranks, with `method: 'spearman'`), tested by Student's t with n - 2 - k degrees of freedom,
 * with Fisher's interval of standard error 1 / sqrt(n - k - 3) (Fisher 1924), for ranks too.
 * @param x and @param y n numbers each
 * @param controls k >= 1 vectors of n numbers each, n >= k + 2
 * @returns NaN estimate, p and bounds when a vector is constant or holds a NaN, when a control is a linear combination
 *   of others, or when the controls explain x or y but for 1e-7 of its deviation; p = 1 at n = k + 2
 * @throws {StatsError} when lengths differ, n < k + 2, there is no control, or an option is wrong
 */
export function partialCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  controls: readonly ArrayLike<number>[],
  { method = 'pearson', ...options }: PartialCorrelationOptions = {},
): PartialCorrelation {
  const data = partialled(x, y, controls, method)
  const r = pearson(leftBy(data.controls, data.x), leftBy(data.controls, data.y))
  const k = controls.length
  const tested = testCorrelation([method, r, x.length - k], 1, options)
  return { ...tested, n: x.length, method: `partial-${method}`, controls: k }
}
