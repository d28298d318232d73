import { invalid } from '../runtime/errors.js'

/** How two RDMs are compared; in the order of comparison.h. */
export const rsaComparisons = ['pearson', 'spearman', 'tau-a', 'tau-b', 'rho-a', 'cosine'] as const

/**
 * How two RDMs, or any two vectors, are compared:
 * - `pearson`, `cosine`: in float64
 * - `spearman`: Pearson correlation of average ranks
 * - `rho-a`: its expectation when ties are broken at random, 12 Σ (r - r̄)(s - s̄) / (n³ - n) (Schütt et al. 2023)
 * - `tau-a`, `tau-b`: Kendall's, without and with correction for ties
 *
 * All but the first two come from integers.
 */
export type RsaComparison = (typeof rsaComparisons)[number]

/** @returns the index that native code knows it by */
export function checkComparison(comparison: RsaComparison): number {
  const index = rsaComparisons.indexOf(comparison)
  if (index < 0) throw invalid(`one of ${rsaComparisons.join(', ')}`, 'options.comparison', comparison)
  return index
}
