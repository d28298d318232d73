import { memberMask, searchlightRsa, searchlightSpheres, type Philox, type Spheres } from '../../src/index.js'
import { block, blockCenter, shape, smoothNoise, voxels } from './volumes.js'
import { forSets, noise, noiseVector, rdmOf, stack } from './simulate.js'
import { Tally, type Row } from './row.js'

const comparisons = ['pearson', 'spearman', 'cosine'] as const
const [conditions, channels] = [8, 4]

/** Betas of smooth noise; in the block, voxels follow the model's patterns by `effect`. */
function makeSet(random: Philox, effect: number) {
  const patterns = noiseVector(random, conditions * channels)
  const betas = Array.from({ length: conditions }, () => smoothNoise(random))
  for (const voxel of block) {
    const weights = Array.from({ length: channels }, () => effect * noise(random))
    betas.forEach((map, c) => weights.forEach((w, k) => (map[voxel]! += w * patterns[c * channels + k]!)))
  }
  return { betas: stack(betas), model: stack([rdmOf(patterns, conditions)]) }
}

async function tally(spheres: Spheres, sets: number, seed: number, effect: number) {
  const tallies = new Map(comparisons.map((comparison) => [comparison, new Tally()]))
  const middle = spheres.centers.indexOf(blockCenter)
  await forSets(seed, sets, async (random, set) => {
    const { betas, model } = makeSet(random, effect)
    for (const [comparison, counts] of tallies) {
      const options = { metric: 'euclidean', comparison, permutations: 99, seed: set, threads: 1 } as const
      const { p, pCorrected } = (await searchlightRsa(betas, spheres, model, options)).permutations!
      const happened = { one: p.data[middle]! <= 0.05, half: p.data[middle]! <= 0.5 }
      counts.add({
        ...happened,
        ...{ any: pCorrected.data.some((v) => v <= 0.05), planted: pCorrected.data[middle]! <= 0.05 },
      })
    }
  })
  return tallies
}

/** p of one centre and family-wise error over all centres of `searchlightRsa`'s permutations, and its power. */
export async function calibrateSearchlightRsa(): Promise<Row[]> {
  const mask = memberMask(stack([new Float64Array(voxels).fill(1)]), shape, 'allNonZero')
  const spheres = await searchlightSpheres(mask, { radius: 1, edge: 'skip', threads: 1 })
  const [without, planted] = [await tally(spheres, 2000, 901, 0), await tally(spheres, 300, 902, 2)]
  return comparisons.flatMap((comparison) => {
    const inference = `searchlightRsa, ${comparison}`
    const data = `${conditions} conditions, ${spheres.centers.length} centres, smooth noise`
    const none = { inference, data: `${data}, unrelated model`, held: 'exact' } as const
    const some = { inference, data: `${data}, a block of 27 voxels follows the model` }
    const counts = without.get(comparison)!
    return [
      counts.row('one', { ...none, counted: 'p <= 0.05 at one centre', nominal: 0.05 }),
      counts.row('half', { ...none, counted: 'p <= 0.5 at one centre', nominal: 0.5 }),
      counts.row('any', { ...none, counted: 'any corrected p <= 0.05', nominal: 0.05 }),
      planted.get(comparison)!.row('planted', {
        ...{ ...some, counted: 'power: corrected p <= 0.05 at its centre', held: { rate: power[comparison] } },
      }),
    ]
  })
}

// Found.
const power = { pearson: 0.47, spearman: 0.48, cosine: 0.43 }
