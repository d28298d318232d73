import { requireMatching } from '../arguments.js'
import { invalid } from '../stats-error.js'
import { designOf, unitColumn, type Design } from './design.js'
import { outsideSpan } from './householder.js'

/** @throws {StatsError} that names the first predictor that is constant or a combination of those before it */
export function requireIndependent({ dependent, columns }: Design, nameOf: (j: number) => string): void {
  if (dependent < 0) return
  const came = columns[dependent]!.length === 0 ? 'a constant' : 'a linear combination of those before it'
  throw invalid('a predictor that varies and is no linear combination of the others', nameOf(dependent), came)
}

/**
 * Residuals of the least-squares fit of y on predictors and an intercept: what a partial regression plot shows.
 * @param y n numbers
 * @param predictors k >= 1 vectors of n numbers each, n >= k + 2
 * @returns n residuals in the units of y; all NaN when a vector holds a NaN or an infinity
 * @throws {StatsError} on wrong lengths, and where a predictor is constant or, within 1e-7 of its deviation, a linear
 *   combination of the others
 */
export function residuals(y: ArrayLike<number>, predictors: readonly ArrayLike<number>[]): Float64Array {
  requireMatching('y', y, 'predictors', predictors)
  const design = designOf(predictors)
  requireIndependent(design, (j) => `predictors[${j}]`)
  const { values, length } = unitColumn(y)
  return outsideSpan(design.qr, values).map((value) => value * length)
}
