import { benjaminiHochberg, signFlip, type Philox } from '../../src/index.js'
import { forSets, matrix, noise } from './simulate.js'
import { Tally, type Row } from './row.js'

/** Subjects x variables: symmetric values with long tails, of which a common part of each subject makes half. */
function makeValues(random: Philox, subjects: number, variables: number, effect: number) {
  const values = new Float64Array(subjects * variables)
  for (let s = 0; s < subjects; s++) {
    const common = noise(random) * noise(random)
    for (let v = 0; v < variables; v++)
      values[s * variables + v] = common + noise(random) * noise(random) + (v === 0 ? effect : 0)
  }
  return matrix(values, subjects)
}

const [subjects, variables] = [16, 20]
const none = { data: `${subjects} subjects, ${variables} correlated variables, long tails, no effect`, nominal: 0.05 }

async function drawn(): Promise<Row[]> {
  const counts = new Tally()
  await forSets(301, 2000, async (random, set) => {
    const values = makeValues(random, subjects, variables, 0)
    const { p, pCorrected } = await signFlip(values, { flips: 999, seed: set, threads: 1 })
    const mean = await signFlip(values, { flips: 99, seed: set, statistic: 'mean', alternative: 'greater', threads: 1 })
    const happened = { one: p[0]! <= 0.05, any: Math.min(...pCorrected) <= 0.05 }
    const discovered = benjaminiHochberg(p).rejected.includes(1)
    counts.add({ ...happened, mean: Math.min(...mean.pCorrected) <= 0.05, discovered })
  })
  const inference = 'signFlip, t, two-sided'
  return [
    counts.row('one', { ...none, inference, counted: 'p <= 0.05', held: 'exact' }),
    counts.row('any', { ...none, inference, counted: 'any corrected p <= 0.05', held: 'exact' }),
    counts.row('mean', {
      ...{ ...none, inference: 'signFlip, mean, greater', counted: 'any corrected p <= 0.05', held: 'exact' },
    }),
    counts.row('discovered', {
      ...{ ...none, inference: 'benjaminiHochberg of signFlip', counted: 'any discovery at 0.05', held: 'at most' },
    }),
  ]
}

async function exact(): Promise<Row[]> {
  const counts = new Tally()
  await forSets(302, 2000, async (random, set) => {
    const options = { alternative: 'greater', seed: set, threads: 1 } as const
    const { p, pCorrected } = await signFlip(makeValues(random, 6, variables, 0), options)
    counts.add({ one: p[0]! <= 0.05, any: Math.min(...pCorrected) <= 0.05 })
  })
  // 3 of the 64 flips are the most that 0.05 holds.
  const label = { inference: 'signFlip, all 64 flips, greater', nominal: 3 / 64, held: 'exact' } as const
  const data = `6 subjects, ${variables} correlated variables, long tails, no effect`
  return [
    counts.row('one', { ...label, data, counted: 'p <= 0.05' }),
    counts.row('any', { ...label, data, counted: 'any corrected p <= 0.05' }),
  ]
}

async function planted(): Promise<Row[]> {
  const counts = new Tally()
  await forSets(303, 500, async (random, set) => {
    const { pCorrected } = await signFlip(makeValues(random, subjects, variables, 1.5), {
      ...{ flips: 999, seed: set, threads: 1 },
    })
    counts.add({ found: pCorrected[0]! <= 0.05 })
  })
  const data = `${subjects} subjects, ${variables} correlated variables, an effect in one`
  const counted = 'power: its corrected p <= 0.05'
  return [counts.row('found', { inference: 'signFlip, t, two-sided', data, counted, held: { rate: 0.83 } })]
}

/** False positives of `signFlip` (drawn and exact, for one variable and for any) and its power. */
export const calibrateSignFlip = async (): Promise<Row[]> => [
  ...(await drawn()),
  ...(await exact()),
  ...(await planted()),
]
