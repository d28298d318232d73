import { bootstrapIntervals, intraclassCorrelations, mean, pearson, type BootstrapResult } from '@likeness/stats'
import { params } from '../params.js'

/** How far raters agree, each with its bootstrap interval over pairs. */
export interface Agreement {
  /** Mean Pearson correlation of two raters, over all pairs of raters. */
  readonly meanR: BootstrapResult
  /** ICC(2,1), absolute agreement of single raters; ICC(2,k), of their mean (Shrout & Fleiss 1979). */
  readonly icc2: BootstrapResult
  readonly icc2k: BootstrapResult
  /** Cronbach's alpha, ICC(3,k): consistency of the mean. */
  readonly alpha: BootstrapResult
  /** Square root of the mean rating's Spearman-Brown reliability: what a perfect model would reach with that mean. */
  readonly ceiling: BootstrapResult
  /** Noise ceiling of the mean correlation with single raters (Nili et al. 2014): with the others' mean, with all's. */
  readonly lower: BootstrapResult
  readonly upper: BootstrapResult
}

/**
 * Reliability of the mean of k raters whose correlations average r: k r / (1 + (k - 1) r) (Spearman 1910, Brown 1910).
 * 0 where r is negative.
 */
export const spearmanBrown = (r: number, k: number) => (k * Math.max(0, r)) / (1 + (k - 1) * Math.max(0, r))

type Ratings = readonly (readonly number[])[]

const meanOf = (ratings: Ratings) => ratings[0]!.map((_, i) => mean(ratings.map((rater) => rater[i]!)))

function statistics(ratings: Ratings): Record<keyof Agreement, number> {
  const k = ratings.length
  const between = ratings.flatMap((a, i) => ratings.slice(i + 1).map((b) => pearson(a, b)))
  const meanR = mean(between)
  const { icc2, icc2k, icc3k } = intraclassCorrelations(ratings)
  const all = meanOf(ratings)
  return {
    ...{ meanR, icc2, icc2k, alpha: icc3k, ceiling: Math.sqrt(spearmanBrown(meanR, k)) },
    lower: mean(ratings.map((rater, i) => pearson(rater, meanOf(ratings.filter((_, j) => j !== i))))),
    upper: mean(ratings.map((rater) => pearson(rater, all))),
  }
}

/**
 * Agreement of k >= 2 raters of n >= 2 pairs; intervals by percentile bootstrap over pairs.
 * @throws StatsError for fewer; `signal.reason` once aborted
 */
export function agreementOf(ratings: Ratings, seed: number, signal: AbortSignal): Promise<Agreement> {
  const on = (indices: Int32Array) => statistics(ratings.map((rater) => Array.from(indices, (i) => rater[i]!)))
  const { level, resamples } = params
  return bootstrapIntervals(ratings[0]!.length, on, { seed, level, resamples, signal })
}
