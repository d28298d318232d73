import { CoreNativeError, invalid } from '../runtime/errors.js'
import { checkMatrix, type Float, type Matrix } from '../runtime/matrix.js'

/** Constants of the early-stopped iterations (Lin, Li, Lafferty & Yildirim 2024; the published values in brackets). */
export interface IstaConstants {
  /** Step of the codes (0.01); the iterations are stable below 2 / σ², σ the dictionary's largest singular value. */
  readonly stepSize: number
  /** What each iteration shrinks by (0.001): the weight of the L1 norm is threshold / stepSize. */
  readonly threshold: number
  /** Both the ratio of norms that ends a batch and the offset of its denominator (0.01). */
  readonly tolerance: number
  /** Updates of the codes at most (999: the published loop, of 1000, ends before its last). */
  readonly maxIterations: number
  /** `grand-mean` takes one number off, the mean of all values of the batch. Default: none. */
  readonly centre?: 'none' | 'grand-mean'
}

/** How a batch ended; `converged-at-start`: the first change was within the tolerance already, so nothing was learned of it. */
export const istaStatuses = ['converged', 'iteration-limit', 'converged-at-start', 'diverged'] as const

/** One of `istaStatuses`. */
export type IstaStatus = (typeof istaStatuses)[number]

/** @throws CoreNativeError INVALID_ARGUMENT */
export function checkConstants(options: IstaConstants) {
  const { stepSize, threshold, tolerance, maxIterations, centre = 'none' } = options
  if (!(Number.isFinite(stepSize) && stepSize > 0)) throw invalid('a number above 0', 'options.stepSize', stepSize)
  if (!(Number.isFinite(threshold) && threshold >= 0))
    throw invalid('a number of at least 0', 'options.threshold', threshold)
  if (!(Number.isFinite(tolerance) && tolerance > 0)) throw invalid('a number above 0', 'options.tolerance', tolerance)
  if (!Number.isInteger(maxIterations) || maxIterations < 1 || maxIterations > 1e6)
    throw invalid('an integer from 1 to 1000000', 'options.maxIterations', maxIterations)
  if (centre !== 'none' && centre !== 'grand-mean') throw invalid("'none' or 'grand-mean'", 'options.centre', centre)
  return { stepSize, threshold, tolerance, maxIterations, centre }
}

/** Options that were checked. */
export type CheckedConstants = ReturnType<typeof checkConstants>

/**
 * Checks the samples and their dictionary.
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE
 */
export function checkSamples<T extends Float>(x: Matrix<T>, dictionary: Matrix<T>): [Matrix<T>, Matrix<T>] {
  const [samples, atoms] = [checkMatrix(x, 'x'), checkMatrix(dictionary, 'dictionary')]
  if (samples.data[Symbol.toStringTag] !== atoms.data[Symbol.toStringTag])
    throw new CoreNativeError(
      'INVALID_ARGUMENT',
      `Expected ${samples.data[Symbol.toStringTag]}, as x has, for dictionary.data but received ${atoms.data[Symbol.toStringTag]}`,
    )
  if (atoms.rows !== samples.cols)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected as many rows as x has columns, ${samples.cols}, for dictionary but received ${atoms.rows}`,
    )
  return [samples, atoms]
}

/** What the kernels read of the constants. */
export const constantArgs = ({ stepSize, threshold, tolerance, maxIterations, centre }: CheckedConstants) => ({
  constants: Float64Array.of(stepSize, threshold, tolerance),
  maxIterations,
  centred: centre === 'grand-mean',
})
