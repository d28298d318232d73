import { correlate, pearsonTest, type Correlation } from '@likeness/stats'
import type { Ratings } from './material.js'
import { params } from './params.js'

/** The network's similarities held against people's, as Homework D does it, with what it leaves out. */
export interface RatingsAnalysis {
  /** Mean of the raters, per pair. */
  readonly mean: readonly number[]
  /** min-max normalised (Homework D, `normalize`): the scatter plot's axes. */
  readonly normalised: { readonly network: readonly number[]; readonly human: readonly number[] }
  readonly pearson: Correlation
  readonly spearman: Correlation
  readonly kendall: Correlation
  /** Student's t of Pearson's r, with n - 2 degrees of freedom. */
  readonly t: number
  /** Network against each rater. */
  readonly raters: readonly Correlation[]
  /** Rater against rater, pearson and spearman; absent unless there are two raters. */
  readonly interRater?: { readonly pearson: Correlation; readonly spearman: Correlation }
  /**
   * Correlation that a perfect model of the shared judgement would reach with the mean rating, and its interval from that
   * of the raters' r; absent unless there are two raters who agree (r > 0).
   */
  readonly ceiling?: { readonly estimate: number; readonly ci: readonly [number, number] }
}

/** v less its minimum, over its maximum then. NaN throughout when constant. */
export function normalise(v: readonly number[]): number[] {
  const least = Math.min(...v)
  const most = Math.max(...v) - least
  return v.map((value) => (value - least) / most)
}

/** Mean of the raters per pair. */
export const meanRating = ({ raters }: Pick<Ratings, 'raters'>) =>
  raters[0]!.map((_, k) => raters.reduce((sum, rater) => sum + rater[k]!, 0) / raters.length)

/**
 * Square root of the reliability of two raters' mean, 2r / (1 + r) (Spearman 1910, Brown 1910).
 * @param r correlation of the raters; 0 where it is negative
 */
export const ceilingOf = (r: number) => Math.sqrt((2 * Math.max(0, r)) / (1 + Math.max(0, r)))

/**
 * Correlates printed network similarities with ratings.
 * @param ratings at least one rater, each as long as `network`, at least 3 pairs; constant ones give NaN
 * @throws StatsError for shorter or uneven lists; `signal.reason` once aborted
 */
export async function analyseRatings(
  ratings: Ratings,
  seed: number,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (fraction: number) => void },
): Promise<RatingsAnalysis> {
  const human = meanRating(ratings)
  const { level, resamples, permutations } = params
  const [first, second] = ratings.raters.length === 2 ? ratings.raters : []
  const total = 3 + ratings.raters.length + (second ? 2 : 0)
  let finished = 0
  const run = async (x: readonly number[], y: readonly number[], method: Correlation['method'] = 'pearson') => {
    const result = await correlate(x, y, { method, seed, level, resamples, permutations, signal })
    onProgress(++finished / total)
    return result
  }
  const raters: Correlation[] = []
  for (const rater of ratings.raters) raters.push(await run(ratings.network, rater))
  const interRater = first &&
    second && { pearson: await run(first, second), spearman: await run(first, second, 'spearman') }
  const agreement = interRater?.pearson
  return {
    mean: human,
    normalised: { network: normalise(ratings.network), human: normalise(human) },
    pearson: await run(ratings.network, human),
    spearman: await run(ratings.network, human, 'spearman'),
    kendall: await run(ratings.network, human, 'kendall'),
    t: pearsonTest(ratings.network, human).t,
    raters,
    interRater,
    ceiling:
      agreement && agreement.estimate > 0
        ? { estimate: ceilingOf(agreement.estimate), ci: [ceilingOf(agreement.ci![0]), ceilingOf(agreement.ci![1])] }
        : undefined,
  }
}
