import { bootstrapRsa, type BootstrapOver } from '../../src/index.js'
import { ofConditions, ofSubjects, type Population } from './populations.js'
import { forSets, meanOf } from './simulate.js'
import { Tally, type Held, type Label, type Row } from './row.js'

interface Plan {
  readonly over: BootstrapOver
  readonly subjects: number
  readonly conditions: number
  readonly population: (related: boolean) => Population
  /** Samples, subjects and conditions that the true value is the mean of. */
  readonly large: readonly [samples: number, subjects: number, conditions: number]
  readonly covered: Held
  readonly falsePositive: Held
  readonly power: number
}

type Kind = Pick<Plan, 'over' | 'population' | 'large'>
const bySubject: Kind & Pick<Plan, 'conditions'> = {
  over: 'subjects',
  conditions: 10,
  large: [4, 20_000, 10],
  population: (related) => ofSubjects(related, 30),
}
const byCondition: Kind & Pick<Plan, 'subjects'> = {
  over: 'conditions',
  subjects: 5,
  large: [100, 5, 200],
  population: (related) => ofConditions(related, 0),
}
const byBoth: typeof byCondition = {
  over: 'both',
  subjects: 10,
  large: [60, 20, 200],
  population: (related) => ofConditions(related, 0.7),
}
// Over subjects: as for `bootstrapMean`, whose plans say how. Over conditions, and power: found.
const plans: readonly Plan[] = [
  { ...bySubject, subjects: 10, covered: { rate: 0.904 }, falsePositive: { rate: 0.077 }, power: 0.65 },
  { ...bySubject, subjects: 20, covered: { rate: 0.929 }, falsePositive: { rate: 0.063 }, power: 0.89 },
  { ...byCondition, conditions: 12, covered: { rate: 0.989 }, falsePositive: { rate: 0.01 }, power: 0.71 },
  { ...byCondition, conditions: 30, covered: { rate: 0.955 }, falsePositive: { rate: 0.03 }, power: 0.995 },
  { ...byBoth, conditions: 20, covered: 'at least', falsePositive: 'at most', power: 0.95 },
]

/** The population's mean similarity, with its standard error: of samples far larger than those that are bootstrapped. */
async function trueValue({ population, large }: Plan, seed: number) {
  const [samples, subjects, conditions] = large
  const means: number[] = []
  await forSets(seed, samples, async (random) => {
    const { rdms, model } = population(true)(random, subjects, conditions)
    const options = { over: 'subjects', draws: 1, seed, threads: 1 } as const
    means.push((await bootstrapRsa(rdms, model, options)).estimates[0]!)
  })
  return meanOf(means)
}

async function tally(plan: Plan, related: boolean, seed: number, sets: number, value: number): Promise<Tally> {
  const counts = new Tally()
  await forSets(seed, sets, async (random, set) => {
    const { rdms, model } = plan.population(related)(random, plan.subjects, plan.conditions)
    const found = await bootstrapRsa(rdms, model, { over: plan.over, draws: 999, seed: set, threads: 1 })
    counts.add({ covered: found.lower[0]! <= value && value <= found.upper[0]!, found: found.p[0]! <= 0.05 })
  })
  return counts
}

async function rows(plan: Plan, seed: number): Promise<Row[]> {
  const { mean, error } = await trueValue(plan, seed)
  const related = await tally(plan, true, seed + 1, 1000, mean)
  const unrelated = await tally(plan, false, seed + 2, 1000, 0)
  const inference = `bootstrapRsa, ${plan.over}`
  const size = `${plan.subjects} subjects, ${plan.conditions} conditions`
  const value = `${mean.toFixed(3)} (± ${error.toFixed(4)})`
  const some: Omit<Label, 'counted' | 'held'> = { inference, data: `${size}, true spearman ${value}` }
  const none = { inference, data: `${size}, unrelated model`, nominal: 0.05 }
  return [
    related.row('covered', { ...some, counted: 'interval covers', nominal: 0.95, held: plan.covered }),
    unrelated.row('found', { ...none, counted: 'p <= 0.05', held: plan.falsePositive }),
    related.row('found', { ...some, counted: 'power: p <= 0.05', held: { rate: plan.power } }),
  ]
}

/** Coverage, false positives and power of `bootstrapRsa` over subjects, conditions and both. */
export async function calibrateBootstrapRsa(): Promise<Row[]> {
  const all: Row[] = []
  for (const [index, plan] of plans.entries()) all.push(...(await rows(plan, 601 + 3 * index)))
  return all
}
