import { mean, pearson, spearman } from '@likeness/stats'

/** How far two estimators of the same images' errors agree. */
export interface Agreement {
  readonly pearson: number
  readonly spearman: number
  /** Mean of the second over mean of the first. */
  readonly ratio: number
}

/** @param first and @param second errors of the same images, in the same order */
export function agreement(first: Float64Array, second: Float64Array): Agreement {
  return { pearson: pearson(first, second), spearman: spearman(first, second), ratio: mean(second) / mean(first) }
}
