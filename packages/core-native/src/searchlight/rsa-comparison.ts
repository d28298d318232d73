import { invalid } from '../runtime/errors.js'

/** In the order of `rsa-comparison.h`. */
export const rsaComparisons = [
  ...(['pearson', 'spearman', 'cosine', 'tau-a', 'partial-pearson', 'partial-spearman', 'nnls'] as const),
]

/**
 * - `pearson`, `spearman` (average ranks), `cosine`: of the RDM and each model
 * - `tau-a` Kendall's: concordant less discordant pairs of cells, over all pairs of cells
 * - `partial-pearson`, `partial-spearman`: given all other models
 * - `nnls` weights of the models, none negative, whose sum comes nearest to the RDM in squares; no intercept
 */
export type RsaComparison = (typeof rsaComparisons)[number]

/** The comparison's index. @throws CoreNativeError INVALID_ARGUMENT */
export function checkRsaComparison(comparison: unknown, among: readonly RsaComparison[] = rsaComparisons): number {
  if (!among.includes(comparison as RsaComparison))
    throw invalid(`one of ${among.join(', ')}`, 'options.comparison', comparison)
  return rsaComparisons.indexOf(comparison as RsaComparison)
}

/** Whether ranks stand for the dissimilarities. */
export const isRanked = (comparison: RsaComparison) => comparison.endsWith('spearman')

/** Whether each model's value is given all the others. */
export const isPartial = (comparison: RsaComparison) => comparison.startsWith('partial-')
