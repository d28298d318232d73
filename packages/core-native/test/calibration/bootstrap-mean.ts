import { bootstrapMean } from '../../src/index.js'
import { forSets, matrix, noiseVector } from './simulate.js'
import { Tally, type Label, type Row } from './row.js'

interface Plan {
  readonly cases: number
  readonly shape: string
  readonly value: (z: number) => number
  /** The population's mean. */
  readonly mean: number
  readonly coverage: number
  readonly falsePositives: number
}

// Normal: P(|t| < 1.96 √((n - 1) / n)) and P(t > 1.645 √((n - 1) / n)) with n - 1 degrees of freedom; skewed: found.
const plans: readonly Plan[] = [
  { cases: 10, shape: 'normal', value: (z) => z, mean: 0, coverage: 0.904, falsePositives: 0.077 },
  { cases: 20, shape: 'normal', value: (z) => z, mean: 0, coverage: 0.929, falsePositives: 0.063 },
  { cases: 100, shape: 'normal', value: (z) => z, mean: 0, coverage: 0.946, falsePositives: 0.0525 },
  {
    cases: 20,
    shape: 'skewed (squares less 1)',
    value: (z) => z * z - 1,
    mean: 0,
    coverage: 0.885,
    falsePositives: 0.024,
  },
]

async function one(plan: Plan, index: number): Promise<Row[]> {
  const counts = new Tally()
  await forSets(501 + index, 4000, async (random, set) => {
    const values = matrix(noiseVector(random, plan.cases, plan.value), plan.cases)
    const { lower, upper, p } = await bootstrapMean(values, { draws: 999, seed: set, threads: 1 })
    counts.add({ covered: lower[0]! <= plan.mean && plan.mean <= upper[0]!, found: p[0]! <= 0.05 })
  })
  const label = { inference: 'bootstrapMean', data: `${plan.cases} cases, ${plan.shape}, mean 0` }
  return [
    counts.row('covered', { ...label, counted: 'interval covers', nominal: 0.95, held: { rate: plan.coverage } }),
    counts.row('found', { ...label, counted: 'p <= 0.05', nominal: 0.05, held: { rate: plan.falsePositives } }),
  ]
}

async function planted(): Promise<Row> {
  const counts = new Tally()
  await forSets(511, 500, async (random, set) => {
    const values = matrix(
      noiseVector(random, 20, (z) => z + 0.7),
      20,
    )
    const { p } = await bootstrapMean(values, { draws: 999, seed: set, threads: 1 })
    counts.add({ found: p[0]! <= 0.05 })
  })
  const label: Label = {
    ...{ inference: 'bootstrapMean', data: '20 cases, normal, mean 0.7', counted: 'power: p <= 0.05' },
    held: { rate: 0.93 },
  }
  return counts.row('found', label)
}

/** Coverage and false positives of `bootstrapMean`, and its power. */
export async function calibrateBootstrapMean(): Promise<Row[]> {
  const rows: Row[] = []
  for (const [index, plan] of plans.entries()) rows.push(...(await one(plan, index)))
  return [...rows, await planted()]
}
