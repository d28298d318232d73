import { philox } from '@likeness/core-native'
import {
  kendallTest,
  meansByQuantile,
  partialCorrelation,
  pearsonTest,
  spearmanTest,
  williamsTest,
} from '@likeness/stats'
import { expect, test } from 'vitest'
import { layerRelations, type LayerColumns } from './layer-relations.js'
import { outcomes, predictors, relations, type MemorabilityTable } from './relations.js'

const few = { seed: 7, resamples: 200 }

/** Images whose memorability depends on both predictors, which have a part in common. */
function madeTable(n = 80, seed = 1) {
  const rng = philox(seed)
  const draw = (make: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => make(i))
  const common = draw(() => rng.normal())
  const reconstructionError = draw((i) => 0.04 + 0.01 * (common[i]! + rng.normal()))
  const distinctiveness = draw((i) => 900 + 200 * (common[i]! + rng.normal()))
  const hit = draw((i) => 0.5 + 0.1 * rng.normal() + 5 * (reconstructionError[i]! - 0.04))
  const fa = draw(() => 0.1 + 0.02 * rng.normal())
  const correctedHit = draw((i) => hit[i]! - fa[i]! + 2e-4 * (distinctiveness[i]! - 900))
  return { ids: draw((i) => i + 1), hit, fa, correctedHit, distinctiveness, reconstructionError }
}

test("each number is that of stats' function on the right columns", async () => {
  const table = madeTable()
  const all = await relations(table, few)
  for (const [predictor, other] of [predictors, predictors.toReversed()] as const)
    for (const outcome of outcomes) {
      const [x, y, z] = [table[predictor!], table[outcome], table[other!]]
      const { bootstrap, ...simple } = all.correlations[predictor!][outcome]
      expect(simple).toEqual({ pearson: pearsonTest(x, y), spearman: spearmanTest(x, y), kendall: kendallTest(x, y) })
      expect(bootstrap.estimate).toBeCloseTo(simple.pearson.estimate, 13)
      const held = all.partials[predictor!][outcome]
      expect(held.partial).toEqual(partialCorrelation(x, y, [z]))
      expect(held.rankPartial).toEqual(partialCorrelation(x, y, [z], { method: 'spearman' }))
      expect(held.semiPartial).toMatchObject({ method: 'semi-partial-pearson', t: held.partial.t })
      expect(held.bootstrap.estimate).toBeCloseTo(held.partial.estimate, 13)
      for (const { ci, estimate, valid, seed } of [bootstrap, held.bootstrap]) {
        expect(ci[0]).toBeLessThan(estimate)
        expect(ci[1]).toBeGreaterThan(estimate)
        expect([valid, seed]).toEqual([200, 7])
      }
    }
  const { reconstructionError: error, distinctiveness: distance, correctedHit, hit, fa } = table
  expect(all.betweenPredictors.pearson).toEqual(pearsonTest(error, distance))
  expect(all.betweenOutcomes.pearson).toEqual(pearsonTest(hit, fa))
  const [ofDistance, ofError] = [
    pearsonTest(distance, correctedHit).estimate,
    pearsonTest(error, correctedHit).estimate,
  ]
  expect(all.williams).toEqual(williamsTest(ofDistance, ofError, all.betweenPredictors.pearson.estimate, 80))
  expect(all.quartiles).toEqual(meansByQuantile(error, correctedHit, 4))
  expect(all.regression.both.coefficients.map(({ name }) => name)).toEqual([...predictors])
  expect(all.regression.reconstructionError.r2).toBeCloseTo(ofError ** 2, 13)
  expect(all.regression.distinctiveness.r2).toBeCloseTo(ofDistance ** 2, 13)
  expect(all.notebook.partial.estimate).toBeCloseTo(all.partials.reconstructionError.correctedHit.partial.estimate, 13)
  expect(all.notebook.distinctiveness.estimate).toBeCloseTo(ofDistance, 13)
  expect(all.n).toBe(80)
})

test('the seed decides; the notebook has none', async () => {
  const table = madeTable(30)
  const [a, again, other] = [await relations(table, few), await relations(table, few), await relations(table, { ...few, seed: 8 })] // prettier-ignore
  expect(again).toEqual(a)
  expect(other.correlations.distinctiveness.hit.bootstrap.ci).not.toEqual(
    a.correlations.distinctiveness.hit.bootstrap.ci,
  )
  expect(other.notebook).toEqual(a.notebook)
})

test('gives way to the event loop, tells of progress, and stops', async () => {
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  const shares: number[] = []
  await relations(madeTable(300), { seed: 1, onProgress: (share) => shares.push(share) })
  clearInterval(timer)
  expect(turns).toBeGreaterThan(5)
  expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  expect(shares.at(-1)).toBe(1)
  const controller = new AbortController()
  const stop = (share: number) => share > 0.5 && controller.abort('enough')
  await expect(relations(madeTable(300), { seed: 1, signal: controller.signal, onProgress: stop })).rejects.toBe(
    'enough',
  )
})

test('errors', async () => {
  const table = madeTable(30)
  const short = { ...table, fa: table.fa.subarray(1) }
  await expect(relations(short, few)).rejects.toThrow('Expected 30 values, one for each id, for fa but received 29')
  const flat: MemorabilityTable = { ...table, distinctiveness: new Float64Array(30) }
  await expect(relations(flat, few)).rejects.toMatchObject({ name: 'StatsError' })
  await expect(relations(table, { seed: -1 })).rejects.toThrow('for seed but received -1')
})

const layersOf = (tables: readonly ReturnType<typeof madeTable>[]): LayerColumns[] =>
  tables.map(({ ids, distinctiveness, reconstructionError }) => ({
    ids,
    memorability: tables[0]!.correctedHit,
    distinctiveness,
    reconstructionError,
  }))

test('layers: joined by id, each given its own distinctiveness and that of the control', async () => {
  const layers = layersOf([madeTable(60, 1), madeTable(60, 2), madeTable(60, 3)])
  const memorability = layers[0]!.memorability
  const shares: number[] = []
  const options = { ...few, control: 2, onProgress: (share: number) => shares.push(share) }
  const found = await layerRelations(layers, options)
  expect(found).toMatchObject({ n: 60, control: 2 })
  expect(shares.at(-1)).toBe(1)
  for (const [k, { distinctiveness: d, reconstructionError: e }] of layers.entries()) {
    const { givenOwn, givenControl, ...rest } = found.layers[k]!
    expect(rest).toEqual({
      layer: k + 1,
      distinctiveness: { pearson: pearsonTest(d, memorability), spearman: spearmanTest(d, memorability) },
      reconstructionError: { pearson: pearsonTest(e, memorability), spearman: spearmanTest(e, memorability) },
      between: { pearson: pearsonTest(e, d), spearman: spearmanTest(e, d) },
    })
    for (const [got, control] of [
      [givenOwn, d],
      [givenControl, layers[1]!.distinctiveness],
    ] as const) {
      // prettier-ignore
      const { bootstrap, ...partial } = got
      expect(partial).toEqual(partialCorrelation(e, memorability, [control]))
      expect(bootstrap.estimate).toBeCloseTo(partial.estimate, 12)
      expect(bootstrap).toMatchObject({ seed: 7, resamples: 200, valid: 200 })
    }
  }
  expect(found.joint.coefficients.map(({ name }) => name).slice(-2)).toEqual([
    'distinctiveness 3',
    'reconstructionError 3',
  ])
  const reversed = layers.map((layer, k) => (k === 1 ? reverse(layer) : layer))
  expect((await layerRelations(reversed, options)).layers).toEqual(found.layers)
})

const reverse = (layer: LayerColumns): LayerColumns => ({
  ids: Array.from(layer.ids).reverse(),
  memorability: Array.from(layer.memorability).reverse(),
  distinctiveness: Array.from(layer.distinctiveness).reverse(),
  reconstructionError: Array.from(layer.reconstructionError).reverse(),
})

test('layers: errors', async () => {
  const layers = layersOf([madeTable(30, 1), madeTable(30, 2)])
  await expect(layerRelations(layers, few)).rejects.toThrow('Expected a layer from 1 to 2 for control but received 5')
  await expect(layerRelations([], few)).rejects.toMatchObject({ code: 'INVALID_TABLE' })
  const other = { ...layers[1]!, memorability: Array.from(layers[1]!.memorability, (v, i) => (i === 3 ? v + 1e-9 : v)) }
  await expect(layerRelations([layers[0]!, other], { ...few, control: 1 })).rejects.toThrow(
    'Expected the memorability of layer 1 for memorability of layer 2 but received other values',
  )
})
