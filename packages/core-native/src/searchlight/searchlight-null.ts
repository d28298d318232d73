import { invalid } from '../runtime/errors.js'
import { allocate, type Matrix } from '../runtime/matrix.js'
import type { CheckedOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { philox } from '../random/index.js'
import type { Models } from './model-relations.js'
import { checkRsaComparison, type RsaComparison } from './rsa-comparison.js'
import { searchlightArgs, type SearchlightProblem } from './searchlight-problem.js'
import { searchlightNullReference } from './searchlight-null.reference.js'

/** A null distribution from permuted condition labels. */
export interface PermutationOptions {
  /** Permutations of the conditions of every model, the same for all centres. Default: none. */
  readonly permutations?: number
  /** Required with `permutations`: permutation i is drawn from stream 2^32 + i, as `permuteRsa` does. */
  readonly seed?: number | bigint
  /** `greater` (default): values as large as the centre's; `two-sided`: magnitudes. */
  readonly tail?: 'greater' | 'two-sided'
}

export interface CheckedPermutations {
  readonly count: number
  readonly seed: number | bigint
  readonly twoSided: boolean
}

/** Values under permuted condition labels: if conditions were exchangeable, they would come from the same distribution. */
export interface SearchlightNull {
  /** permutations x models: the largest value (`two-sided`: magnitude) of any centre. */
  readonly largest: Matrix<Float64Array>
  /** centres x models: (1 + permutations whose value there reaches the centre's) / (1 + permutations); NaN: no value. */
  readonly p: Matrix<Float64Array>
  /** centres x models: the same of the largest value anywhere, so corrected for all centres (Nichols & Holmes 2002). */
  readonly pCorrected: Matrix<Float64Array>
}

const comparisons: readonly RsaComparison[] = ['pearson', 'spearman', 'cosine']

/** @throws CoreNativeError INVALID_ARGUMENT */
export function checkPermutations(
  { permutations, seed, tail = 'greater' }: PermutationOptions,
  comparison: RsaComparison,
): CheckedPermutations | undefined {
  if (tail !== 'greater' && tail !== 'two-sided') throw invalid('greater or two-sided', 'options.tail', tail)
  if (permutations === undefined) return undefined
  if (!Number.isSafeInteger(permutations) || permutations < 1 || permutations >= 2 ** 31)
    throw invalid('an integer from 1 to 2^31 - 1', 'options.permutations', permutations)
  if (seed === undefined) throw invalid('a seed for the permutations', 'options.seed', seed)
  philox(seed)
  checkRsaComparison(comparison, comparisons)
  return { count: permutations, seed, twoSided: tail === 'two-sided' }
}

/** The conditions in the order of each permutation, permutations x conditions. */
async function drawOrders({ count, seed }: CheckedPermutations, conditions: number, options: CheckedOptions) {
  const orders = allocate(Int32Array, count * conditions, 'the permutations')
  let yielded = performance.now()
  for (let k = 0; k < count; k++) {
    orders.set(philox(seed, 2 ** 32 + k).permutation(conditions), k * conditions)
    if (performance.now() - yielded < 10) continue
    await new Promise((resolve) => setImmediate(resolve))
    options.signal?.throwIfAborted()
    yielded = performance.now()
  }
  return orders
}

export async function searchlightNull(
  problem: SearchlightProblem,
  models: Models,
  comparison: RsaComparison,
  permutations: CheckedPermutations,
  values: Matrix<Float64Array>,
  options: CheckedOptions,
): Promise<SearchlightNull> {
  const { count, twoSided } = permutations
  const orders = await drawOrders(permutations, problem.conditions, options)
  const largest = allocate(Float64Array, count * models.count, 'the largest values').fill(NaN)
  const reaching = allocate(Int32Array, values.data.length, 'the counts')
  const largestReaching = allocate(Int32Array, values.data.length, 'the counts')
  const out = { largest, reaching, largestReaching }
  const args = {
    ...searchlightArgs(problem),
    ...{ comparison: checkRsaComparison(comparison), models: models.count, modelRdms: models.rdms },
    ...{ permutations: count, orders, twoSided, ...out },
  }
  const reference = (pace: Parameters<typeof searchlightNullReference>[6]) =>
    searchlightNullReference(problem, models, comparison, orders, twoSided, out, pace)
  await runKernel({ name: 'searchlightNull', args, reference }, options)
  const p = (counts: Int32Array): Matrix<Float64Array> => ({
    ...values,
    data: Float64Array.from(counts, (c, k) => (Number.isNaN(values.data[k]!) ? NaN : (1 + c) / (1 + count))),
  })
  return { largest: { data: largest, rows: count, cols: models.count }, p: p(reaching), pCorrected: p(largestReaching) }
}
