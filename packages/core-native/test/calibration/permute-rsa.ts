import { permuteRsa, resamplingComparisons, type Philox, type ResamplingComparison } from '../../src/index.js'
import { forSets, mixed, noiseVector, rdmOf, stack } from './simulate.js'
import { Tally, type Row } from './row.js'

const [conditions, channels, subjects, models] = [10, 5, 3, 3]
const patterns = (random: Philox) => noiseVector(random, conditions * channels)

/** RDMs of subjects who share patterns, and models; the first model knows the shared patterns to a share of `related`. */
function makeSet(random: Philox, related: number) {
  const shared = patterns(random)
  const subject = () => rdmOf(mixed(shared, 1, patterns(random), 1), conditions)
  const model = (_: unknown, m: number) =>
    rdmOf(mixed(shared, m === 0 ? related : 0, patterns(random), 1 - related), conditions)
  return {
    rdms: stack(Array.from({ length: subjects }, subject)),
    models: stack(Array.from({ length: models }, model)),
  }
}

async function tally(sets: number, seed: number, related: number) {
  const tallies = new Map(resamplingComparisons.map((comparison) => [comparison, new Tally()]))
  await forSets(seed, sets, async (random, set) => {
    const made = makeSet(random, related)
    for (const [comparison, counts] of tallies) {
      const options = { comparison, permutations: 99, seed: set, threads: 1 }
      const { p, pCorrected } = await permuteRsa(made.rdms, made.models, options)
      counts.add({ one: p[0]! <= 0.05, any: Math.min(...pCorrected) <= 0.05, first: pCorrected[0]! <= 0.05 })
    }
  })
  return tallies
}

/** False positives of `permuteRsa` for one model and for any of three, and its power. */
export async function calibratePermuteRsa(): Promise<Row[]> {
  const [unrelated, planted] = [await tally(2000, 101, 0), await tally(500, 102, 0.65)]
  const data = `${conditions} conditions, ${subjects} subjects`
  const rows = (comparison: ResamplingComparison) => {
    const inference = `permuteRsa, ${comparison}`
    const none = { inference, data: `${data}, ${models} unrelated models`, nominal: 0.05, held: 'exact' } as const
    const some = { inference, data: `${data}, 1 of ${models} models related`, held: { rate: power[comparison] } }
    return [
      unrelated.get(comparison)!.row('one', { ...none, counted: 'p <= 0.05' }),
      unrelated.get(comparison)!.row('any', { ...none, counted: 'any corrected p <= 0.05' }),
      planted.get(comparison)!.row('first', { ...some, counted: 'power: its corrected p <= 0.05' }),
    ]
  }
  return resamplingComparisons.flatMap(rows)
}

// Found.
const power = { pearson: 0.74, spearman: 0.73, cosine: 0.68, 'tau-a': 0.72, 'tau-b': 0.72, 'rho-a': 0.73 }
