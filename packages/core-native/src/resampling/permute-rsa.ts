import type { Matrix } from '../runtime/matrix.js'
import { checkOptions } from '../runtime/options.js'
import type { Alternative } from './alternative.js'
import { checkModels, checkRdms, conditionsOf } from './check-resampling.js'
import type { ResamplingComparison } from './comparison.js'
import { checkPermutation, matrixOf, permute, pValues, type PermuteOptions } from './permute.js'

/** One entry for each model, but for `similarities`, `null` and `maxima`. */
export interface PermuteRsa {
  /** Mean over subjects of the comparison with each model. */
  readonly estimates: Float64Array
  /** Subjects x models. */
  readonly similarities: Matrix<Float64Array>
  /** (b + 1) / (m + 1): b of m permutations are at least as extreme as the estimate. */
  readonly p: Float64Array
  /** The same with the most extreme of all models in each permutation: corrected for their number. */
  readonly pCorrected: Float64Array
  /** Permutations x models: the estimates after each permutation. */
  readonly null: Matrix<Float64Array>
  /** Permutations: the most extreme over models; v, -v or |v| for `greater`, `less`, `two-sided`. */
  readonly maxima: Float64Array
  readonly permutations: number
  readonly comparison: ResamplingComparison
  readonly alternative: Alternative
  readonly seed: number | bigint
  readonly method: string
}

/**
 * Condition-label permutation test of the mean comparison of the subjects' RDMs with models (Nili et al. 2014): under the
 * null hypothesis a model's conditions might as well have had other names.
 *
 * A permutation relabels the conditions of all models alike, so the largest of all models' estimates is a null
 * distribution that corrects for their number (Westfall & Young 1993; Nichols & Holmes 2002). Permutation i uses stream
 * 2^32 + i of the seed. Values within 1e-12 of the estimate count as equal to it.
 * @param rdms subjects x pairs: condensed RDMs in the order of `pdist`, 3 to 2048 conditions
 * @param models models x pairs, of the same conditions
 * @param options `alternative`: default `greater`
 * @returns p NaN for a model whose comparison is not defined for some subject: a constant one, a NaN
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function permuteRsa(rdms: Matrix, models: Matrix, options: PermuteOptions): Promise<PermuteRsa> {
  const x = checkRdms(rdms, 'rdms', 1)
  const y = checkModels(models, x)
  const checked = checkOptions(options)
  const settings = checkPermutation(options, 'greater')
  const out = await permute({ x, y, conditions: conditionsOf(x, 'rdms'), ...settings }, checked)
  return {
    estimates: out.estimates,
    similarities: matrixOf(out.similarities, y.rows),
    p: pValues(out.extreme, settings.permutations, out.estimates),
    pCorrected: pValues(out.extremeOfAll, settings.permutations, out.estimates),
    null: matrixOf(out.null, y.rows),
    maxima: out.maxima,
    ...settings,
    method: 'condition-label permutation; corrected: maximum over models',
  }
}
