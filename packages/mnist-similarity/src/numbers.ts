import type { NumberRow } from '@likeness/study-kit'
import { wilsonInterval, type Correlation } from '@likeness/stats'
import type { Classification } from './classify.js'
import type { Distribution } from './distributions.js'
import { layerInterval, pairCount } from './layer-interval.js'
import { comparedLayers, params } from './params.js'
import type { RatingsAnalysis } from './ratings.js'
import type { Recovery } from './recover-pairs.js'
import { signed, thousands } from './format.js'
import type { Training } from './train/train.js'

/** A number as results hold it: null where it is not defined. */
export const finite = (value: number | undefined) => (value === undefined || !Number.isFinite(value) ? null : value)
/** An interval as results hold it. */
export const bounds = (ci: readonly [number, number]): [number | null, number | null] => [finite(ci[0]), finite(ci[1])]

const analytic = {
  pearson: ['95 % Fisher', 't test'],
  spearman: ['95 % Bonett-Wright', 't test'],
  kendall: ['', 'SciPy’s rule'],
}

function correlationRow(group: string, label: string, c: Correlation): NumberRow {
  const [interval = '', test = ''] = analytic[c.method]
  const boot = { bounds: bounds(c.bootstrapCi), method: `95 % bootstrap, ${thousands(c.bootstrapValid)} resamples` }
  return {
    ...{ group, label, estimate: finite(c.estimate), n: c.n },
    intervals: c.ci ? [{ bounds: bounds(c.ci), method: interval }, boot] : [boot],
    pValues: [
      { value: finite(c.permutationP), method: `${thousands(c.permutations)} permutations` },
      { value: finite(c.p), method: test },
    ],
  }
}

/** The network's accuracy, in percent, with Wilson's interval. */
export function accuracyRows({ correct, n, interval }: Classification, correct64: number): NumberRow[] {
  const row = (label: string, count: number): NumberRow => ({
    ...{ group: 'Network', label, unit: '%', digits: 2, n },
    estimate: (100 * count) / n,
    note: `${thousands(count)} correct`,
  })
  const wilson = { bounds: bounds([100 * interval[0], 100 * interval[1]]), method: '95 % Wilson' }
  return [{ ...row('accuracy, float32', correct), intervals: [wilson] }, row('accuracy, float64', correct64)]
}

/** How the network that was trained here does, after the last epoch, on what it saw and on what it did not. */
export function trainingRows({ curve, n }: Training): NumberRow[] {
  const last = curve.at(-1)!
  return (['training', 'heldOut'] as const).flatMap((set) => {
    const images = set === 'training' ? 'training images' : 'held-out images'
    const { loss, correct } = last[set]
    const { ci } = wilsonInterval(correct, n[set], params.level)
    const row = { group: 'Training', n: n[set] }
    return [
      {
        ...{ ...row, label: `accuracy, ${images}`, unit: '%', digits: 2, note: `${thousands(correct)} correct` },
        estimate: (100 * correct) / n[set],
        intervals: [{ bounds: bounds([100 * ci[0], 100 * ci[1]]), method: '95 % Wilson' }],
      },
      { ...row, label: `cross-entropy, ${images}`, unit: 'nats', digits: 4, estimate: finite(loss) },
    ]
  })
}

/** Agreement of network and people, and of people among themselves. */
export function ratingsRows(analysis: RatingsAnalysis): NumberRow[] {
  const group = 'Network (fc1) and people'
  const { interRater, ceiling } = analysis
  return [
    correlationRow(group, 'r with the mean rating', analysis.pearson),
    ...analysis.raters.map((c, k) => correlationRow(group, `r with rater ${k + 1}`, c)),
    correlationRow(group, 'Spearman ρ with the mean rating', analysis.spearman),
    correlationRow(group, 'Kendall τ-b with the mean rating', analysis.kendall),
    ...(interRater
      ? [
          correlationRow('Raters', 'r between the raters', interRater.pearson),
          correlationRow('Raters', 'Spearman ρ between the raters', interRater.spearman),
        ]
      : []),
    ...(ceiling ? [ceilingRow(ceiling)] : []),
  ]
}

function ceilingRow({ estimate, ci }: NonNullable<RatingsAnalysis['ceiling']>): NumberRow {
  return {
    ...{ group: 'Raters', label: 'ceiling for r with the mean rating', estimate: finite(estimate) },
    intervals: [{ bounds: bounds(ci), method: '95 %, from the raters’ r' }],
    note: 'square root of the Spearman-Brown reliability',
  }
}

/** The search for the rated pairs, and the layers compared on what it found. */
export function recoveryRows(recovery: Recovery): NumberRow[] {
  const row = { group: 'Recovered pairs', digits: 0 }
  const [n, { choices }] = [recovery.recovered.length, recovery]
  return [
    {
      ...{ ...row, n, label: 'printed similarities with a pair', estimate: recovery.matched },
      note: `within ${params.matchTolerance}; largest difference ${recovery.largestDifference.toExponential(1)}`,
    },
    { ...row, n, label: 'of these with exactly one pair', estimate: recovery.unique },
    { ...row, label: 'pairs searched', estimate: recovery.searched },
    {
      ...{ ...row, label: 'choices without an image twice', estimate: choices.count },
      ...(choices.all ? {} : { note: 'the search stopped at its limit; there may be more' }),
    },
    ...layerRows(recovery),
  ]
}

function layerRows(recovery: Recovery): NumberRow[] {
  return comparedLayers.map((layer) => {
    const { r, least, most } = recovery.correlations[layer]
    const ci = layerInterval(recovery, layer)
    const range = recovery.choices.count > 1 && Number.isFinite(least)
    return {
      ...{ group: 'Recovered pairs', label: `r with the mean rating, ${layer}`, estimate: finite(r) },
      n: pairCount(recovery),
      ...(ci && { intervals: [{ bounds: bounds(ci), method: '95 % Fisher' }] }),
      ...(range && { note: `${signed(least, 3)} to ${signed(most, 3)} over all choices` }),
    }
  })
}

/** The median similarity within each digit at fc1, with quartiles. */
export function distributionRows(distributions: readonly Distribution[]): NumberRow[] {
  return distributions
    .filter(({ layer }) => layer === 'fc1')
    .map(({ digit, median, quartiles, n }) => ({
      ...{ group: 'Similarity within each digit at fc1', label: `digit ${digit}, median`, estimate: finite(median), n },
      intervals: [{ bounds: bounds(quartiles), method: 'quartiles of the pairs' }],
    }))
}
