import type { NumberRow } from '@likeness/study-kit'
import { fisherInterval, type Correlation } from '@likeness/stats'
import type { Classification } from './classify.js'
import type { Distribution } from './distributions.js'
import { comparedLayers, params } from './params.js'
import type { RatingsAnalysis } from './ratings.js'
import type { Recovery } from './recover-pairs.js'

const finite = (value: number | undefined) => (value === undefined || !Number.isFinite(value) ? null : value)
const bounds = (ci: readonly [number, number]): [number | null, number | null] => [finite(ci[0]), finite(ci[1])]

const count = (n: number) => n.toLocaleString('en')
const analytic = {
  pearson: ['95 % Fisher', 't test'],
  spearman: ['95 % Bonett-Wright', 't test'],
  kendall: ['', 'SciPy’s rule'],
}

function correlationRow(group: string, label: string, c: Correlation): NumberRow {
  const [interval = '', test = ''] = analytic[c.method]
  const boot = { bounds: bounds(c.bootstrapCi), method: `95 % bootstrap, ${count(c.bootstrapValid)} resamples` }
  return {
    ...{ group, label, estimate: finite(c.estimate), n: c.n },
    intervals: c.ci ? [{ bounds: bounds(c.ci), method: interval }, boot] : [boot],
    pValues: [
      { value: finite(c.permutationP), method: `${count(c.permutations)} permutations` },
      { value: finite(c.p), method: test },
    ],
  }
}

/** The network's accuracy, in percent, with Wilson's interval. */
export function accuracyRows({ correct, n, interval }: Classification, correct64: number): NumberRow[] {
  const percent = (count: number) => (100 * count) / n
  const row = { group: 'Network', unit: '%', digits: 2, n }
  const ci = { interval: [100 * interval[0], 100 * interval[1]] as [number, number], intervalMethod: '95 % Wilson' }
  return [
    {
      ...row,
      ...ci,
      label: 'accuracy, float32',
      estimate: percent(correct),
      note: `${correct.toLocaleString('en')} correct`,
    },
    {
      ...row,
      label: 'accuracy, float64',
      estimate: percent(correct64),
      note: `${correct64.toLocaleString('en')} correct`,
    },
  ]
}

/** Agreement of network and people. */
export function ratingsRows(analysis: RatingsAnalysis): NumberRow[] {
  const group = 'Network (fc1) and people'
  const { interRater, ceiling } = analysis
  return [
    correlationRow(group, 'r with the mean rating', analysis.pearson),
    ...analysis.raters.map((c, k) => correlationRow(group, `r with rater ${k + 1}`, c)),
    correlationRow(group, 'Spearman ρ with the mean rating', analysis.spearman),
    correlationRow(group, 'Kendall τ-b with the mean rating', analysis.kendall),
    ...(interRater ? [correlationRow('Raters', 'r between the raters', interRater.pearson)] : []),
    ...(interRater ? [correlationRow('Raters', 'Spearman ρ between the raters', interRater.spearman)] : []),
    ...(ceiling === undefined
      ? []
      : [
          {
            group: 'Raters',
            label: 'ceiling for r with the mean rating',
            estimate: ceiling,
            note: 'square root of the Spearman-Brown reliability',
          },
        ]),
  ]
}

/** Layers compared on the recovered pairs. */
export function recoveryRows(recovery: Recovery): NumberRow[] {
  const group = 'Recovered pairs'
  const n = recovery.pairs.filter((pair) => pair !== null).length
  const layers = comparedLayers.map((layer): NumberRow => {
    const { r, least, most } = recovery.correlations[layer]
    const ci = n > 3 && Number.isFinite(r) ? bounds(fisherInterval(r, n, params.level).ci) : undefined
    const note =
      recovery.choices.tried > 1
        ? `${least.toFixed(3)} to ${most.toFixed(3)} over all choices`.replaceAll('-', '−')
        : undefined
    return {
      group,
      label: `r with the mean rating, ${layer}`,
      estimate: finite(r),
      n,
      note,
      ...(ci && { intervals: [{ bounds: ci, method: '95 % Fisher' }] }),
    }
  })
  const count = { group, digits: 0 }
  return [
    {
      ...count,
      label: 'printed similarities with a pair',
      estimate: recovery.matched,
      n: recovery.recovered.length,
      note: `within ${params.matchTolerance}; largest difference ${recovery.largestDifference.toExponential(1)}`,
    },
    { ...count, label: 'of these with exactly one pair', estimate: recovery.unique, n: recovery.recovered.length },
    { ...count, label: 'pairs searched', estimate: recovery.searched },
    { ...count, label: 'choices without an image twice', estimate: recovery.choices.total },
    ...layers,
  ]
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
