import { invalid } from '../runtime/errors.js'

/** In the order of `comparison.h`. */
export const comparisons = [
  'pearson',
  'spearman',
  'tau-a',
  'tau-b',
  'rho-a',
  'cosine',
  'whitened-cosine',
  'whitened-correlation',
] as const

/**
 * - `pearson`, `spearman`, `cosine` as SciPy's; `tau-b` is SciPy's `kendalltau`
 * - `tau-a` concordant less discordant pairs of cells, over all pairs; 0 for constant cells
 * - `rho-a` the expectation of `spearman` when ties are broken at random (Nili et al. 2014), 0 for constant cells
 * - `whitened-cosine`, `whitened-correlation` a'V⁻¹b / sqrt(a'V⁻¹a · b'V⁻¹b) of the cells, or of the cells less their
 *   mean; V is the cells' covariance where all conditions are measured independently and alike (Diedrichsen et al. 2021)
 */
export type Comparison = (typeof comparisons)[number]

/** The comparison's index. @throws CoreNativeError INVALID_ARGUMENT */
export function checkComparison(comparison: unknown): number {
  const index = comparisons.indexOf(comparison as Comparison)
  if (index < 0) throw invalid(`one of ${comparisons.join(', ')}`, 'options.comparison', comparison)
  return index
}

export const isWhitened = (comparison: Comparison) => comparison.startsWith('whitened')
