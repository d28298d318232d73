import type { NumberRow } from '@likeness/study-kit'
import type { Findings, ReleasedFindings } from './findings.js'
import { finite, signed, thousands } from './format.js'
import { params } from './params.js'
import { outcomes, predictors, type OutcomeName, type PredictorName, type Relations } from './relations/relations.js'

const names: Record<PredictorName | OutcomeName, string> = {
  ...{ reconstructionError: 'reconstruction error', distinctiveness: 'distinctiveness' },
  ...{ hit: 'hit rate', fa: 'false alarm rate', correctedHit: 'corrected hit rate' },
}
const other = { reconstructionError: 'distinctiveness', distinctiveness: 'reconstructionError' } as const

interface Tested {
  readonly estimate: number
  readonly ci?: readonly [number, number] | null
  readonly p: number
  readonly n: number
}

const bounds = ([low, high]: readonly [number, number]): [number | null, number | null] => [finite(low), finite(high)]
const booted = (b: { ci: readonly [number, number]; resamples: number }) => ({
  ...{ bounds: bounds(b.ci), method: `95 % bootstrap, ${thousands(b.resamples)} resamples` },
})

function testedRow(label: string, result: Tested, [interval, test]: readonly [string, string]): NumberRow {
  return {
    ...{ label, estimate: finite(result.estimate), n: result.n },
    intervals: result.ci ? [{ bounds: bounds(result.ci), method: interval }] : [],
    pValues: [{ value: finite(result.p), method: test }],
  }
}

const fisher = ['95 % Fisher', 't test'] as const
const withBootstrap = (row: NumberRow, boot: { ci: readonly [number, number]; resamples: number }): NumberRow => ({
  ...row,
  intervals: [...row.intervals!, booted(boot)],
})

/** Every number of the tables, the notebook's first; what needs hits and false alarms only where there are some. */
export function numberRows({ data, relations, source, hubs, score }: Findings): NumberRow[] {
  const rows = allRows(relations, source, hubs)
  if (data !== 'own') return rows
  const named = (text: string) => text.replace('corrected hit rate', score).replace('The notebook’s numbers', 'As in the notebook') // prettier-ignore
  return rows
    .filter(({ label }) => !/with (hit|false alarm) rate/.test(label))
    .map((row) => ({ ...row, label: named(row.label), group: named(row.group!) }))
}

function allRows(relations: Relations, source: Findings['source'], hubs: Findings['hubs']): NumberRow[] {
  return [
    ...notebookRows(relations),
    ...pairRows(relations),
    ...partialRows(relations),
    ...regressionRows(relations),
    ...quartileRows(relations),
    ...(source.kind === 'released' ? [...layerRows(source), ...neighbourRows(source)] : []),
    ...hubRows(hubs),
  ]
}

/** The notebook's three numbers with its bootstrap; its "p" is a count, so the corrected one stands here. */
function notebookRows({ notebook }: Relations): NumberRow[] {
  const row = (label: string, name: keyof Relations['notebook']): NumberRow => {
    const { estimate, ci, p, n, resamples } = notebook[name]
    const method = `95 % bootstrap as the notebook reads it, ${thousands(resamples)} resamples`
    return {
      ...{ group: 'The notebook’s numbers', label, estimate: finite(estimate), n },
      intervals: [{ bounds: bounds(ci.notebook), method }],
      pValues: [{ value: finite(p), method: 'its bootstrap, two-sided, (k + 1) / (B + 1)' }],
    }
  }
  return [
    row('r, distinctiveness with memorability', 'distinctiveness'),
    row('r, reconstruction error with memorability', 'reconstructionError'),
    row('partial r, reconstruction error given distinctiveness', 'partial'),
  ]
}

function pairRows({ correlations, betweenPredictors, betweenOutcomes }: Relations): NumberRow[] {
  const rows = predictors.flatMap((x) =>
    outcomes.flatMap((y) => {
      const group = `${capital(names[x])} with memory`
      const { pearson, spearman, kendall, bootstrap } = correlations[x][y]
      return [
        { group, ...withBootstrap(testedRow(`r with ${names[y]}`, pearson, fisher), bootstrap) },
        { group, ...testedRow(`Spearman ρ with ${names[y]}`, spearman, ['95 % Bonett-Wright', 't approximation']) },
        { group, ...testedRow(`Kendall τ-b with ${names[y]}`, kendall, ['', 'normal approximation']) },
      ]
    }),
  )
  const group = 'Among predictors and outcomes'
  return [
    ...rows,
    { group, ...testedRow('r, reconstruction error with distinctiveness', betweenPredictors.pearson, fisher) },
    { group, ...testedRow('r, hit rate with false alarm rate', betweenOutcomes.pearson, fisher) },
  ]
}

function partialRows({ partials }: Relations): NumberRow[] {
  return predictors.flatMap((x) => {
    const group = `${capital(names[x])} given ${names[other[x]]}`
    const rows = outcomes.map((y) => {
      const { partial, bootstrap } = partials[x][y]
      return { group, ...withBootstrap(testedRow(`partial r with ${names[y]}`, partial, fisher), bootstrap) }
    })
    const { rankPartial, semiPartial } = partials[x].correctedHit
    return [
      ...rows,
      { group, ...testedRow('partial Spearman ρ with corrected hit rate', rankPartial, fisher) },
      { group, ...testedRow('semi-partial r with corrected hit rate', semiPartial, fisher) },
    ]
  })
}

function regressionRows({ regression, williams }: Relations): NumberRow[] {
  const group = 'Regression of corrected hit rate on both, least squares'
  const { both } = regression
  const { n } = both
  return [
    ...both.coefficients.map(({ name, standardized, t, p }) => ({
      ...{ group, label: `standardised coefficient of ${names[name as PredictorName]}`, n },
      estimate: finite(standardized.estimate),
      intervals: [{ bounds: bounds(standardized.ci), method: '95 % t' }],
      pValues: [{ value: finite(p), method: `t(${both.df}) = ${signed(t, 2)}` }],
    })),
    { group, label: 'R² of both', estimate: finite(both.r2), n },
    ...predictors.map((x) => ({ group, label: `R² of ${names[x]} alone`, estimate: finite(regression[x].r2), n })),
    {
      ...{
        group,
        label: 'r of distinctiveness less r of reconstruction error',
        estimate: finite(williams.estimate),
        n,
      },
      pValues: [{ value: finite(williams.p), method: `Williams’ t(${williams.df}) = ${signed(williams.t, 2)}` }],
    },
  ]
}

const quartileRows = ({ quartiles }: Relations): NumberRow[] =>
  quartiles.map(({ estimate, ci, n }, k) => ({
    ...{ group: 'Mean corrected hit rate by quartile of reconstruction error', label: `quartile ${k + 1}`, n },
    estimate: finite(estimate),
    intervals: [{ bounds: bounds(ci), method: '95 % t' }],
  }))

function layerRows({ layers }: ReleasedFindings): NumberRow[] {
  return layers.layers.flatMap((l, k) => {
    const group = `Layer ${l.layer} (${params.layers[k]!.name}) of the paper’s data, with the corrected hit rate`
    const boot = layers.bootstraps[k]!
    const rho = ['95 % Bonett-Wright', 't approximation'] as const
    return [
      withBootstrap(testedRow('r, distinctiveness', l.distinctiveness.pearson, fisher), boot.distinctiveness),
      testedRow('Spearman ρ, distinctiveness', l.distinctiveness.spearman, rho),
      withBootstrap(
        testedRow('r, reconstruction error', l.reconstructionError.pearson, fisher),
        boot.reconstructionError,
      ),
      testedRow('Spearman ρ, reconstruction error', l.reconstructionError.spearman, rho),
      withBootstrap(testedRow('partial r, reconstruction error given this layer’s distinctiveness', l.givenOwn, fisher), l.givenOwn.bootstrap), // prettier-ignore
      withBootstrap(testedRow(`partial r, reconstruction error given distinctiveness at layer ${layers.control}`, l.givenControl, fisher), l.givenControl.bootstrap), // prettier-ignore
      testedRow('r, reconstruction error with distinctiveness', l.between.pearson, fisher),
    ].map((row) => ({ group, ...row }))
  })
}

function neighbourRows({ neighbours, runs, unjoined }: ReleasedFindings): NumberRow[] {
  const group = 'The released files'
  const { n, r, nWithoutDuplicates } = neighbours
  const count = (label: string, estimate: number) => ({ group, label, estimate, digits: 0, n })
  return [
    count('released distance equals the paper’s (within float32)', neighbours.equal),
    count('released distance is larger', neighbours.larger),
    count('released distance is smaller', neighbours.smaller),
    count('distance 0 at every layer (exact duplicates)', neighbours.duplicates.length),
    { group, label: 'r with memorability, released distances', estimate: finite(r.released), digits: 5, n },
    { group, label: 'r with memorability, the paper’s distances', estimate: finite(r.paper), digits: 5, n },
    {
      ...{ group, label: 'r with memorability, the paper’s without the duplicates' },
      ...{ estimate: finite(r.paperWithoutDuplicates), digits: 5, n: nWithoutDuplicates },
    },
    { group, label: 'r, released reconstruction error with the paper’s (layer 7)', estimate: finite(runs.pearson), n },
    {
      ...{ group, label: 'r with memorability, released distances in file order', estimate: finite(unjoined), n },
      note: 'not joined by image: shown as a warning, not as a result',
    },
  ]
}

function hubRows(hubs: Findings['hubs']): NumberRow[] {
  const group = 'Nearest neighbours'
  const [first] = hubs.hubs
  if (!first) return []
  const n = hubs.targets
  return [
    { group, label: 'different neighbours', estimate: hubs.distinct, digits: 0, n },
    {
      ...{ group, label: `targets whose neighbour is ${hubs.nameOf(first.neighbour)}`, estimate: first.count },
      ...{ digits: 0, n, note: `${signed(100 * first.share, 1)} %` },
    },
    {
      ...{ group, label: `targets whose neighbour is one of the ${hubs.top} most frequent` },
      ...{ estimate: finite(100 * hubs.topShare), unit: '%', digits: 1, n },
    },
  ]
}

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)
