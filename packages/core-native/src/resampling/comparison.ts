import { comparisons, type Comparison } from '../rdm/comparison.js'
import { invalid } from '../runtime/errors.js'

/** How resampling compares two RDMs, or any two vectors: the comparisons of `compareRdms` that need no covariance. */
export const resamplingComparisons = [
  ...(['pearson', 'spearman', 'tau-a', 'tau-b', 'rho-a', 'cosine'] as const satisfies readonly Comparison[]),
]

/** Those of {@link Comparison} that need no covariance. All but `pearson` and `cosine` come from integers. */
export type ResamplingComparison = (typeof resamplingComparisons)[number]

/** @returns the index that native code knows it by (rdm/comparison.h) */
export function checkComparison(comparison: ResamplingComparison): number {
  if (!resamplingComparisons.includes(comparison))
    throw invalid(`one of ${resamplingComparisons.join(', ')}`, 'options.comparison', comparison)
  return comparisons.indexOf(comparison)
}
