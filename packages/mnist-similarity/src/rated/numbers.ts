import type { NumberRow, TableResult } from '@likeness/study-kit'
import type { BootstrapResult } from '@likeness/stats'
import { signed, thousands } from '../format.js'
import { bounds, finite, ratingsRows } from '../numbers.js'
import { comparedLayers } from '../params.js'
import type { Agreement } from './agreement.js'
import type { RatedFindings } from './analyse-rated.js'
import { pairId } from './pairs-to-rate.js'

const group = 'New raters'

const labels: Record<keyof Agreement, [label: string, note: string]> = {
  meanR: ['mean r of two raters', 'over all pairs of raters'],
  icc2: ['ICC(2,1), agreement of single raters', 'Shrout & Fleiss 1979'],
  icc2k: ['ICC(2,k), agreement of their mean', 'Shrout & Fleiss 1979'],
  alpha: ['Cronbach’s α, ICC(3,k)', 'consistency of their mean'],
  ceiling: ['ceiling for r with the mean rating', 'square root of the Spearman-Brown reliability'],
  lower: ['noise ceiling of single raters, lower', 'mean r of a rater with the mean of the others'],
  upper: ['noise ceiling of single raters, upper', 'mean r of a rater with the mean of all'],
}

const row = (label: string, note: string, { estimate, ci, n, valid }: BootstrapResult): NumberRow => ({
  ...{ group, label, note, n, estimate: finite(estimate) },
  intervals: [{ bounds: bounds(ci), method: `95 % bootstrap over pairs, ${thousands(valid)} resamples` }],
})

/** Agreement of the raters, and of the network with them. */
export function ratedRows({ analysis, agreement, layers }: RatedFindings): NumberRow[] {
  const names = Object.keys(labels) as (keyof Agreement)[]
  const withNetwork = ratingsRows({ ...analysis, interRater: undefined, ceiling: undefined })
  const n = analysis.mean.length
  return [
    ...(agreement ? names.map((name) => row(...labels[name], agreement[name])) : []),
    ...withNetwork.map((one) => ({ ...one, group: 'Network (fc1) and new raters' })),
    ...comparedLayers.map((layer) => ({
      ...{ group: 'Layers and new raters', label: `r with the mean rating, ${layer}`, n },
      estimate: finite(layers[layer].r),
      intervals: layers[layer].ci ? [{ bounds: bounds(layers[layer].ci), method: '95 % Fisher' }] : [],
    })),
  ]
}

/** Values by key. */
export function ratedValues({ analysis, agreement, layers }: RatedFindings): Record<string, number | null> {
  const found = Object.entries(agreement ?? {}) as [string, BootstrapResult][]
  return {
    'rated.r.mean': finite(analysis.pearson.estimate),
    'rated.rho.mean': finite(analysis.spearman.estimate),
    ...Object.fromEntries(analysis.raters.map((c, k) => [`rated.r.rater${k + 1}`, finite(c.estimate)])),
    ...Object.fromEntries(comparedLayers.map((layer) => [`rated.r.${layer}`, finite(layers[layer].r)])),
    ...Object.fromEntries(found.map(([name, { estimate }]) => [`rated.${name}`, finite(estimate)])),
  }
}

/** Every rated pair with all ratings. */
export function ratedTable({ joined, similarities, analysis }: RatedFindings): TableResult {
  return {
    id: 'new-ratings',
    title: `The ${joined.pairs.length} pairs that new raters judged`,
    note: 'Images count from 0 in file order. Ratings from 1 to 10; cosine similarities, not centred.',
    columns: ['pair', ...joined.raters, 'mean', ...comparedLayers],
    rows: joined.pairs.map((pair, k) => [
      pairId(pair),
      ...joined.ratings.map((ratings) => ratings[k]!),
      Number(analysis.mean[k]!.toFixed(4)),
      ...comparedLayers.map((layer) => Number(similarities[layer][k]!.toFixed(7))),
    ]),
  }
}

/** The question, answered with no more than the numbers allow. */
export function ratedAnswer({ analysis, agreement, joined }: RatedFindings): { question: string; answer: string } {
  const { pearson, mean } = analysis
  const people = `${joined.raters.length} ${joined.raters.length === 1 ? 'rater' : 'raters'}, ${mean.length} pairs`
  const question = 'Does the network predict the new raters?'
  if (!pearson.ci || !Number.isFinite(pearson.estimate))
    return { question, answer: `That cannot be said (${people}): similarities or ratings are constant.` }
  const [low, high] = pearson.ci
  const verdict = low > 0 ? 'Yes' : high < 0 ? 'It predicts the opposite' : 'Not detectably'
  const range = (ci: readonly [number, number]) => `[${signed(ci[0], 2)}, ${signed(ci[1], 2)}]`
  const facts = `r = ${signed(pearson.estimate, 3)} with the mean rating (${people}; 95 % CI ${range(pearson.ci)}).`
  const reach = agreement
    ? ` The raters agree with each other at a mean r of ${signed(agreement.meanR.estimate, 2)} ${range(agreement.meanR.ci)}; a perfect model of what they share would reach about ${signed(agreement.ceiling.estimate, 2)} ${range(agreement.ceiling.ci)} with their mean.`
    : ' With one rater there is no ceiling to hold it against.'
  return { question, answer: `${verdict}: ${facts}${reach}` }
}

/** How the new ratings were taken and analysed. */
export function ratedMethods({ joined }: RatedFindings): string {
  const { raters, pairs, data } = joined
  const k = raters.length
  return `New ratings: ${k === 1 ? 'one person' : `${k} people`} judged ${pairs.length} pairs of ${data === 'real' ? 'MNIST test images' : 'drawn digits'} from 1 to 10, one pair at a time on a page of likeness rate, each in a seeded order of their own and with seeded sides.${k > 1 ? ' Reliability: intraclass correlations (Shrout & Fleiss 1979), ICC(2,1) and ICC(2,k) for agreement and ICC(3,k), Cronbach’s α, for consistency; the mean Pearson correlation of two raters, stepped up by Spearman and Brown’s formula. Noise ceiling of single raters as in Nili et al. (2014). Intervals: percentile bootstrap over pairs, the raters fixed.' : ''}`
}
