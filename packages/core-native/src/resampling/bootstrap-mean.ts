import { invalid } from '../runtime/errors.js'
import { allocate, checkMatrix, type Matrix } from '../runtime/matrix.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { bootstrapMeanReference } from './bootstrap-mean.reference.js'
import { checkCount, checkLevel, checkSeed, rowArguments } from './check-resampling.js'
import { matrixOf } from './permute.js'
import { summarizeDraws, withoutEnd, type BootstrapSummary } from './summarize-draws.js'

export interface BootstrapMeanOptions extends ComputeOptions {
  /** Default: 10000. */
  readonly draws?: number
  /** An integer from 0 to 2^64 - 1, a bigint above 2^53 - 1. */
  readonly seed: number | bigint
  /** Of the intervals; default: 0.95. */
  readonly level?: number
}

/** One entry for each variable, but for `draws`. */
export interface BootstrapMean extends BootstrapSummary {
  /** The mean of each variable. */
  readonly estimates: Float64Array
  /** Draws x variables: the mean in each draw. */
  readonly draws: Matrix<Float64Array>
  readonly level: number
  readonly seed: number | bigint
  readonly method: string
}

/**
 * Bootstrap of the means of some variables over cases (Efron 1979): a draw takes as many cases as there are, with
 * replacement, all variables together. Draw i uses stream i of the seed.
 * @param values cases x variables, at least one case; a NaN makes the draws NaN that hold it
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY (draws x variables are kept), DEVICE_UNAVAILABLE;
 *   `signal.reason` once aborted
 */
export async function bootstrapMean(values: Matrix, options: BootstrapMeanOptions): Promise<BootstrapMean> {
  const data = checkMatrix(values, 'values')
  if (data.rows < 1 || data.rows > 2 ** 31 - 1)
    throw invalid('an integer from 1 to 2147483647', 'values.rows', data.rows)
  const checked = checkOptions(options)
  const { seed, level = 0.95, draws = 10_000 } = options ?? ({} as BootstrapMeanOptions) // no types in JavaScript
  const task = { draws: checkCount(draws, 'draws'), seed }
  const args = { ...rowArguments('values', data), variables: data.cols, draws, ...checkSeed(seed) }
  checkLevel(level)
  const out = {
    estimates: allocate(Float64Array, data.cols, 'the estimates'),
    means: allocate(Float64Array, draws * data.cols, 'the draws'),
  }
  const reference = bootstrapMeanReference.bind(undefined, data, task, out)
  await runKernel({ name: 'bootstrap_mean', args: { ...args, ...out }, reference }, withoutEnd(checked))
  const summary = await summarizeDraws(out.means, data.cols, level, checked)
  const method = 'bootstrap over cases, percentile interval, one-sided p'
  return { estimates: out.estimates, draws: matrixOf(out.means, data.cols), ...summary, level, seed, method }
}
