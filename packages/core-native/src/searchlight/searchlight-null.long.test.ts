import { expect, test } from 'vitest'
import { madeMatrix } from '../testing/made-matrix.js'
import { madeNeighbourhoods } from '../testing/made-neighbourhoods.js'
import { searchlightRsa } from './index.js'

// 40 conditions have 780 pairs, in float64 6,240 bytes: 256 MiB hold some 43,000 permutations.
test('more permutations than are kept at a time: each is counted once, and none changes', async () => {
  const betas = madeMatrix('float64', 40, 60)
  const models = madeMatrix('float64', 1, 780)
  const n = madeNeighbourhoods(60, [60, 0, 25])
  for (const comparison of ['pearson', 'spearman'] as const) {
    const o = { metric: 'correlation', comparison, seed: 4 } as const
    const many = await searchlightRsa(betas, n, models, { ...o, permutations: 50_001 })
    const few = await searchlightRsa(betas, n, models, { ...o, permutations: 1000 })
    const { largest, p, pCorrected } = many.permutations!
    expect(largest.data.subarray(0, 1000)).toEqual(few.permutations!.largest.data)
    expect(largest.data.every((value) => value > -1 && value < 1)).toBe(true)
    const one = { centers: n.centers.slice(0, 1), offsets: Int32Array.of(0, 60), indices: n.indices.slice(0, 60) }
    const alone = await searchlightRsa(betas, one, models, { ...o, permutations: 50_001 })
    expect(alone.permutations!.p.data[0]).toBe(p.data[0])
    expect(alone.permutations!.pCorrected.data[0]).toBe(p.data[0])
    const reaching = alone.permutations!.largest.data.filter((value) => value >= alone.values.data[0]!).length
    expect(p.data[0]).toBe((1 + reaching) / 50_002)
    for (const k of [0, 2]) expect(pCorrected.data[k]).toBeGreaterThanOrEqual(p.data[k]!)
    expect(p.data[1]).toBeNaN()
  }
}, 120_000)
