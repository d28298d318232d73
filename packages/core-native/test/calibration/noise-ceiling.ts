import { bootstrapRsa, noiseCeiling, philox, type NoiseCeiling } from '../../src/index.js'
import { ofSubjects, trueRdm } from './populations.js'
import { forSets, meanOf } from './simulate.js'
import { proportion, Tally, type Label, type Row } from './row.js'

const comparisons = ['pearson', 'spearman'] as const
type Comparison = (typeof comparisons)[number]

const subjects = 12
const people = ofSubjects(true, 18)

/** Means over many data sets of both ends, and the true model's similarity to subjects: that is the true ceiling. */
async function trueValues(comparison: Comparison) {
  const [lower, upper]: [number[], number[]] = [[], []]
  await forSets(701, 4000, async (random) => {
    const found = await noiseCeiling(people(random, subjects, 10).rdms, { comparison, draws: 1, seed: 1, threads: 1 })
    lower.push(found.lower.estimate)
    upper.push(found.upper.estimate)
  })
  const many = people(philox(702), 20_000, 10).rdms
  const best = await bootstrapRsa(many, trueRdm, { comparison, over: 'subjects', draws: 1, seed: 1, threads: 1 })
  return { lower: meanOf(lower), upper: meanOf(upper), ceiling: meanOf(best.similarities.data) }
}

const within = (value: number, low: number, high: number) => low <= value && value <= high

async function planted(comparison: Comparison): Promise<Row[]> {
  const truth = await trueValues(comparison)
  const counts = new Tally()
  await forSets(703, 1000, async (random, set) => {
    const { rdms } = people(random, subjects, 10)
    const found = await noiseCeiling(rdms, { comparison, draws: 999, seed: set, threads: 1 })
    const best = await bootstrapRsa(rdms, trueRdm, { comparison, over: 'subjects', draws: 1, seed: set, threads: 1 })
    counts.add(outcome(found, truth, best.estimates[0]!))
  })
  const value = ({ mean, error }: { mean: number; error: number }) => `${mean.toFixed(3)} (± ${error.toFixed(4)})`
  const label = (of: string) => ({ inference: `noiseCeiling, ${comparison}`, data: `${subjects} subjects, ${of}` })
  const ceiling = label(`true ceiling ${value(truth.ceiling)}`)
  const own = (end: 'lower' | 'upper'): Label => ({
    ...label(`mean ${end} end ${value(truth[end])}`),
    ...{ counted: `${end} interval covers`, nominal: 0.95, held: { rate: coverage[comparison][end] } },
  })
  return [
    counts.row('lower', own('lower')),
    counts.row('upper', own('upper')),
    counts.row('ceiling', {
      ...{ ...ceiling, counted: 'from the lower to the upper interval covers', nominal: 0.95 },
      held: 'at least',
    }),
    counts.row('between', {
      ...{ ...ceiling, counted: 'estimates of the ends enclose the true model' },
      held: { rate: coverage[comparison].between },
    }),
    counts.row('found', { ...ceiling, counted: 'power: p <= 0.05', held: { rate: coverage[comparison].power } }),
  ]
}

function outcome(found: NoiseCeiling, truth: Awaited<ReturnType<typeof trueValues>>, best: number) {
  const { lower, upper, p } = found
  return {
    lower: within(truth.lower.mean, ...lower.interval),
    upper: within(truth.upper.mean, ...upper.interval),
    ceiling: within(truth.ceiling.mean, lower.interval[0], upper.interval[1]),
    between: within(best, lower.estimate, upper.estimate),
    found: p <= 0.05,
  }
}

async function unrelated(comparison: Comparison): Promise<Row> {
  const noiseOnly = ofSubjects(false, 1)
  let positives = 0
  await forSets(704, 1000, async (random, set) => {
    const { rdms } = noiseOnly(random, subjects, 10)
    const { p } = await noiseCeiling(rdms, { comparison, draws: 999, seed: set, threads: 1 })
    positives += Number(p <= 0.05)
  })
  const label = { inference: `noiseCeiling, ${comparison}`, data: `${subjects} subjects, nothing in common` }
  return proportion({ ...label, counted: 'p <= 0.05', nominal: 0.05, held: 'at most' }, positives, 1000)
}

/** The test of `noiseCeiling` against chance, its intervals, and whether the true ceiling lies between its ends. */
export async function calibrateNoiseCeiling(): Promise<Row[]> {
  const rows: Row[] = []
  for (const comparison of comparisons) rows.push(await unrelated(comparison), ...(await planted(comparison)))
  return rows
}

// Found.
const coverage = {
  pearson: { lower: 0.963, upper: 0.363, between: 0.984, power: 0.7 },
  spearman: { lower: 0.973, upper: 0.375, between: 0.973, power: 0.57 },
}
