import { invalid } from '../runtime/errors.js'
import { allocate, type Matrix } from '../runtime/matrix.js'
import { checkOptions, type CheckedOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { checkModels, type Models } from './model-relations.js'
import type { Neighbourhoods } from './neighbourhoods.js'
import { checkRsaComparison, type RsaComparison } from './rsa-comparison.js'
import {
  checkSearchlight,
  searchlightArgs,
  type DissimilarityOptions,
  type SearchlightProblem,
} from './searchlight-problem.js'
import {
  checkPermutations,
  searchlightNull,
  type PermutationOptions,
  type SearchlightNull,
} from './searchlight-null.js'
import { searchlightRsaReference } from './searchlight-rsa.reference.js'

export type SearchlightRsaOptions = DissimilarityOptions & {
  readonly comparison: RsaComparison
} & PermutationOptions &
  ComputeOptions

/** How each neighbourhood's RDM relates to each model. */
export interface SearchlightRsa {
  /** centres x models: correlations, or weights for `nnls`; NaN where the RDM has a NaN or is constant. */
  readonly values: Matrix<Float64Array>
  /** For each centre the model of the largest value, the first of equal ones; -1 where every value is NaN. */
  readonly best: Int32Array
  /** What permuted condition labels gave, if asked for. */
  readonly permutations?: SearchlightNull
}

/**
 * Representational similarity analysis in every neighbourhood at once: its RDM (`searchlightRdms`) compared with model
 * RDMs, without keeping the RDMs.
 *
 * Products of ranks are sums of integers and exact; other products follow the definition of a sum. Every SIMD level and
 * thread count gives the same bits.
 * @param betas as for `searchlightRdms`
 * @param models models x pairs: condensed RDMs of the same conditions in the same order
 * @param options `permutations` and `seed` add a null distribution from permuted condition labels, with the largest value
 *   of all centres in each permutation (pearson, spearman, cosine)
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function searchlightRsa(
  betas: Matrix,
  neighbourhoods: Neighbourhoods,
  models: Matrix,
  options: SearchlightRsaOptions,
): Promise<SearchlightRsa> {
  const problem = checkSearchlight(betas, neighbourhoods, options)
  const comparison = options.comparison
  checkRsaComparison(comparison)
  const permutations = checkPermutations(options, comparison)
  const checked = checkOptions(options)
  const checkedModels = checkModels(models, problem.pairs, comparison)
  if (problem.pairs >= 2 ** 30) throw invalid('fewer than 2^30 pairs of conditions', 'betas.rows', betas.rows)
  if (!permutations) return values(problem, checkedModels, comparison, checked)
  const share = sharedProgress(checked)
  const observed = await values(problem, checkedModels, comparison, share(0, 0.05))
  const found = await searchlightNull(problem, checkedModels, comparison, permutations, observed.values, share(0.05, 1))
  return { ...observed, permutations: found }
}

async function values(
  problem: SearchlightProblem,
  models: Models,
  comparison: RsaComparison,
  options: CheckedOptions,
): Promise<SearchlightRsa> {
  const centers = problem.neighbourhoods.centers.length
  const data = allocate(Float64Array, centers * models.count, 'the values')
  const best = allocate(Int32Array, centers, 'the best models').fill(-1)
  const args = {
    ...searchlightArgs(problem),
    ...{ comparison: checkRsaComparison(comparison), models: models.count },
    ...{ modelRdms: models.rdms, relations: models.relations, values: data, best },
  }
  const reference = (pace: Parameters<typeof searchlightRsaReference>[4]) =>
    searchlightRsaReference(problem, models, comparison, { values: data, best }, pace)
  await runKernel({ name: 'searchlightRsa', args, reference }, options)
  return { values: { data, rows: centers, cols: models.count }, best }
}

/** Options of which each part reports its share of the whole. */
const sharedProgress =
  (options: CheckedOptions) =>
  (from: number, to: number): CheckedOptions => ({
    ...options,
    ...(options.onProgress && { onProgress: (fraction: number) => options.onProgress!(from + fraction * (to - from)) }),
  })
