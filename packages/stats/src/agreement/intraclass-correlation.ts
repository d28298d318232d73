import { mean } from '../moments/mean.js'
import { invalid } from '../stats-error.js'

/** The six coefficients of Shrout & Fleiss (1979): of one rater, and (k) of the mean of all k. */
export interface IntraclassCorrelations {
  /** One-way random: each target by raters of its own. */
  readonly icc1: number
  /** Two-way random, absolute agreement. */
  readonly icc2: number
  /** Two-way mixed, consistency. */
  readonly icc3: number
  readonly icc1k: number
  readonly icc2k: number
  /** Cronbach's alpha. */
  readonly icc3k: number
}

/** Mean squares of a targets x raters table without a cell missing. */
function meanSquares(raters: readonly ArrayLike<number>[], n: number) {
  const k = raters.length
  const targets = Array.from({ length: n }, (_, i) => mean(raters.map((rater) => rater[i]!)))
  const judges = raters.map((rater) => mean(rater))
  const grand = mean(judges)
  const square = (x: number) => x * x
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const between = k * sum(targets.map((value) => square(value - grand)))
  const ofJudges = n * sum(judges.map((value) => square(value - grand)))
  const residual = sum(
    raters.flatMap((rater, j) => targets.map((value, i) => square(rater[i]! - value - judges[j]! + grand))),
  )
  return {
    targets: between / (n - 1),
    judges: ofJudges / (k - 1),
    residual: residual / ((n - 1) * (k - 1)),
    within: (ofJudges + residual) / (n * (k - 1)),
  }
}

/**
 * Intraclass correlations: how far raters agree on the same targets. Shrout, P. E., & Fleiss, J. L. (1979), Psychological
 * Bulletin, 86(2), 420-428.
 * @param raters k >= 2 lists of n >= 2 numbers each: the same targets in the same order
 * @returns NaN where a denominator is 0 (every target rated alike) or a rating is NaN
 * @throws {StatsError} for fewer raters or targets, and for lists of unequal length
 */
export function intraclassCorrelations(raters: readonly ArrayLike<number>[]): IntraclassCorrelations {
  const k = raters?.length ?? 0
  if (!(k >= 2)) throw invalid('at least 2 raters', 'raters', k)
  const n = raters[0]!.length
  if (!(n >= 2)) throw invalid('at least 2 targets', 'raters[0].length', n)
  const uneven = raters.findIndex((rater) => rater.length !== n)
  if (uneven >= 0) throw invalid(`${n} ratings`, `raters[${uneven}].length`, raters[uneven]!.length)
  const { targets, judges, residual, within } = meanSquares(raters, n)
  return {
    icc1: (targets - within) / (targets + (k - 1) * within),
    icc2: (targets - residual) / (targets + (k - 1) * residual + (k * (judges - residual)) / n),
    icc3: (targets - residual) / (targets + (k - 1) * residual),
    icc1k: (targets - within) / targets,
    icc2k: (targets - residual) / (targets + (judges - residual) / n),
    icc3k: (targets - residual) / targets,
  }
}
