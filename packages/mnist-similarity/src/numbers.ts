import type { NumberRow } from '@likeness/study-kit'
import { fisherInterval, type Correlation } from '@likeness/stats'
import type { Classification } from './classify.js'
import type { Distribution } from './distributions.js'
import { comparedLayers, params } from './params.js'
import type { RatingsAnalysis } from './ratings.js'
import type { Recovery } from './recover-pairs.js'

const finite = (value: number | undefined) => (value === undefined || !Number.isFinite(value) ? null : value)
const bounds = (ci: readonly [number, number]): [number | null, number | null] => [finite(ci[0]), finite(ci[1])]

function correlationRows(group: string, label: string, c: Correlation): NumberRow[] {
  const row = { group, estimate: finite(c.estimate), n: c.n }
  const permuted = { p: finite(c.permutationP), pMethod: `${c.permutations.toLocaleString('en')} permutations` }
  const boot = {
    interval: bounds(c.bootstrapCi),
    intervalMethod: `95 % bootstrap, ${c.bootstrapValid.toLocaleString('en')} resamples`,
  }
  if (!c.ci) return [{ ...row, ...permuted, ...boot, label }]
  const analytic = {
    interval: bounds(c.ci),
    intervalMethod: c.method === 'pearson' ? '95 % Fisher' : '95 % Bonett-Wright',
  }
  return [
    { ...row, ...permuted, ...analytic, label },
    { ...row, ...boot, p: finite(c.p), pMethod: 't test', label: `${label}, bootstrap interval` },
  ]
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
    ...correlationRows(group, 'r with the mean rating', analysis.pearson),
    ...analysis.raters.flatMap((c, k) => correlationRows(group, `r with rater ${k + 1}`, c)),
    ...correlationRows(group, 'Spearman ρ with the mean rating', analysis.spearman),
    ...correlationRows(group, 'Kendall τ-b with the mean rating', analysis.kendall),
    ...(interRater ? correlationRows('Raters', 'r between the raters', interRater.pearson) : []),
    ...(interRater ? correlationRows('Raters', 'Spearman ρ between the raters', interRater.spearman) : []),
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
      ...(ci && { interval: ci, intervalMethod: '95 % Fisher' }),
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
      ...{ interval: bounds(quartiles), intervalMethod: 'quartiles of the pairs' },
    }))
}
