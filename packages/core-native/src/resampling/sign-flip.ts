import { invalid } from '../runtime/errors.js'
import { allocate, checkMatrix, type Matrix } from '../runtime/matrix.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { alternatives, type Alternative } from './alternative.js'
import { checkChoice, checkCount, checkSeed, rowArguments } from './check-resampling.js'
import { pValues } from './permute.js'
import { signFlipReference } from './sign-flip.reference.js'

const statistics = ['mean', 't'] as const

export interface SignFlipOptions extends ComputeOptions {
  /** Random flips drawn; default: 10000. All of them are taken once each where there are no more than that. */
  readonly flips?: number
  /** An integer from 0 to 2^64 - 1, a bigint above 2^53 - 1. */
  readonly seed: number | bigint
  /** Default: t. */
  readonly statistic?: 'mean' | 't'
  /** Default: two-sided. */
  readonly alternative?: Alternative
}

/** One entry for each variable, but for `maxima`. */
export interface SignFlip {
  /** Mean over subjects. */
  readonly means: Float64Array
  /** The statistic: the mean, or Student's t against 0. */
  readonly statistics: Float64Array
  /** (b + 1) / (m + 1): b of m flips are at least as extreme as the statistic. */
  readonly p: Float64Array
  /** The same with the most extreme of all variables in each flip: corrected for their number. */
  readonly pCorrected: Float64Array
  /** Flips: the most extreme statistic over variables; v, -v or |v| for `greater`, `less`, `two-sided`. */
  readonly maxima: Float64Array
  /** How many flips were taken beside the values as they came. */
  readonly flips: number
  /** Whether these are all that there are, so that p is exact. */
  readonly exact: boolean
  readonly statistic: 'mean' | 't'
  readonly alternative: Alternative
  readonly seed: number | bigint
  readonly method: string
}

/**
 * One-sample sign-flip test against 0 with maximum correction over variables (Nichols & Holmes 2002): under the null
 * hypothesis each subject's values might as well have had the other sign, all variables together.
 *
 * Flip i uses stream 2^33 + i of the seed. Where 2^subjects flips or fewer than `flips` exist, all are taken, once each:
 * 2^subjects - 1 beside the values as they came. Statistics within 1e-12 of the observed one (times the root mean square)
 * count as equal to it. A variable's p is the same for mean and t; their maxima are not.
 * @param values subjects x variables, at least two subjects
 * @returns statistics and p NaN for a variable with a NaN or an infinity, and with t for one that is 0 throughout; such
 *   variables never are the maximum
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function signFlip(values: Matrix, options: SignFlipOptions): Promise<SignFlip> {
  const data = checkMatrix(values, 'values')
  if (data.rows < 2) throw invalid('an integer of at least 2', 'values.rows', data.rows)
  const checked = checkOptions(options)
  const settings = checkFlips(options, data.rows)
  const { statistic, alternative, flips, exact, seed } = settings
  const floats = () => allocate(Float64Array, data.cols, 'the statistics')
  const out = {
    ...{ means: floats(), statistics: floats() },
    maxima: allocate(Float64Array, flips, 'the maxima'),
    extreme: allocate(Int32Array, data.cols, 'the counts'),
    extremeOfAll: allocate(Int32Array, data.cols, 'the counts'),
  }
  const args = {
    ...{ ...rowArguments('values', data), variables: data.cols, flips, exact, ...checkSeed(seed), ...out },
    ...{ studentized: statistic === 't', alternative: alternatives.indexOf(alternative) },
  }
  const reference = signFlipReference.bind(undefined, { values: data, ...settings }, out)
  await runKernel({ name: 'sign_flip', args, reference }, checked)
  const { means, statistics: observed, maxima } = out
  return {
    ...{ means, statistics: observed, maxima, ...settings },
    p: pValues(out.extreme, flips, observed),
    pCorrected: pValues(out.extremeOfAll, flips, observed),
    method: `${exact ? 'all sign flips' : 'random sign flips'}; corrected: maximum over variables`,
  }
}

function checkFlips(options: SignFlipOptions, subjects: number) {
  const given = options ?? ({} as SignFlipOptions) // no types in JavaScript
  const { flips = 10_000, seed, statistic = 't', alternative = 'two-sided' } = given
  checkCount(flips, 'flips')
  checkSeed(seed)
  checkChoice(statistic, statistics, 'statistic')
  checkChoice(alternative, alternatives, 'alternative')
  const exact = 2 ** subjects <= flips
  return { statistic, alternative, exact, seed, flips: exact ? 2 ** subjects - 1 : flips }
}
