import { philox } from '@likeness/core-native'
import { csvNumbers, readCsv, readNpy } from '@likeness/io'
import { useBackend } from '@likeness/nets'
import { pearson } from '@likeness/stats'
import { beforeAll, describe, expect, test } from 'vitest'
import { fakeStream } from '../../test/made-features.js'
import { distinctiveness, hubs, neighbourModes } from '../distinctiveness/index.js'
import { reconstructionErrors, scaleFeatures, type ReconstructionErrors } from '../features/index.js'
import { imageFeatures } from '../images/index.js'
import { makeSample, sampleParams, toyParams, type Sample } from './index.js'

const { planted, coding } = sampleParams

describe.each([2026, 1, 77])('the sample of seed %i', (seed) => {
  let sample: Sample
  let found: ReconstructionErrors
  beforeAll(async () => {
    sample = await makeSample(seed)
    const { stream } = fakeStream(seed)
    found = await reconstructionErrors(sample.targets, sample.fillers, { stream, coding })
  })

  test('the errors find what was planted: r > 0.7 with it, and better than every permutation of them', () => {
    const r = pearson(found.errors, sample.unreconstructability)
    expect(r).toBeGreaterThan(0.7)
    const permuted = Array.from({ length: 1999 }, (_, k) => {
      const order = philox(seed, k).permutation(found.errors.length)
      return pearson(found.errors.map((_, i) => found.errors[order[i]!]!), sample.unreconstructability) // prettier-ignore
    })
    // (0 + 1) / (1999 + 1) = .0005 where none is as large.
    const p = (permuted.filter((value) => value >= r).length + 1) / 2000
    expect(p).toBeLessThan(0.001)
  })

  test('memorability is correlated with the errors and with distinctiveness', async () => {
    const { distances } = await distinctiveness(sample.targets, sample.fillers)
    expect(pearson(found.errors, sample.scores.correctedHit)).toBeGreaterThan(0.6)
    // The planted neighbours, at distances of 0 and 0.25, take some of it.
    expect(pearson(distances, sample.unreconstructability)).toBeGreaterThan(0.4)
    expect(pearson(found.errors, sample.scores.fa)).toBeLessThan(0.3)
  })

  test('training falls below its start, and all batches converge', () => {
    const { curve, convergence } = found.training
    const mean = (values: Float64Array) => values.reduce((sum, v) => sum + v, 0) / values.length
    expect(mean(curve.subarray(-20))).toBeLessThan(0.9 * curve[0]!)
    expect([convergence.counts.converged, found.warnings]).toEqual([coding.batches, []])
  })

  test('(a) one pair of targets is the same image: the modes differ in it alone', async () => {
    const [first, second] = planted.duplicates
    const [self, zero] = [
      await distinctiveness(sample.targets, sample.fillers),
      await distinctiveness(sample.targets, sample.fillers, { mode: 'zero-excluded' }),
    ]
    expect([self.distances[first], self.neighbours[first], self.neighbours[second]]).toEqual([0, second, first])
    expect(zero.distances[first]).toBeGreaterThan(0)
    const differ = [...self.neighbours.keys()].filter((i) => self.neighbours[i] !== zero.neighbours[i])
    expect(differ).toEqual([first, second])
    expect(found.errors[first]).toBe(found.errors[second])
  })

  test('(b) one target next to a target, one next to a filler: the modes tell them apart', async () => {
    const [target, filler] = [planted.neighbourIsTarget, planted.neighbourIsFiller]
    for (const mode of neighbourModes) {
      const { neighbours, kinds, distances } = await distinctiveness(sample.targets, sample.fillers, { mode })
      expect([neighbours[filler[0]], kinds[filler[0]]]).toEqual([sampleParams.targets + filler[1], 'filler'])
      expect(distances[filler[0]]).toBeCloseTo(0.25, 6)
      const among = mode === 'fillers-only' ? 'filler' : 'target'
      expect(kinds[target[0]]).toBe(among)
      if (among === 'target') expect([neighbours[target[0]], neighbours[target[1]]]).toEqual([target[1], target[0]])
    }
  })

  test('(c) a table of neighbours in shuffled order, with blanks and names of fillers', async () => {
    const text = new TextDecoder().decode(sample.files['isola2014/block5_pool_NN.csv'])
    expect(text).toMatch(/^\d+, \d+_filler, \d+\.\d+\n/)
    const { rows } = readCsv(sample.files['isola2014/block5_pool_NN.csv']!, { header: false, trim: true })
    const ids = rows.map(([id]) => Number(id))
    expect(ids.slice().sort((a, b) => a - b)).toEqual(sample.scores.ids)
    expect(ids).not.toEqual(sample.scores.ids)
    const { neighbours, distances } = await distinctiveness(sample.targets, sample.fillers, { mode: 'fillers-only' })
    for (const [id, neighbour, distance] of rows) {
      expect(neighbour).toBe(`${neighbours[Number(id) - 1]! - sampleParams.targets + 1}_filler`)
      expect(Number(distance)).toBe(distances[Number(id) - 1])
    }
    expect(hubs(neighbours).targets).toBe(sampleParams.targets)
  })

  test('(c) reading it in the order of the file would lose the answer', () => {
    const { rows } = readCsv(sample.files['isola2014/block5_pool_NN.csv']!, { header: false, trim: true })
    const inFileOrder = rows.map(([, , distance]) => Number(distance))
    const joined = rows.slice().sort(([a], [b]) => Number(a) - Number(b)).map(([, , distance]) => Number(distance)) // prettier-ignore
    expect(pearson(joined, sample.scores.correctedHit)).toBeGreaterThan(0.4)
    expect(Math.abs(pearson(inFileOrder, sample.scores.correctedHit))).toBeLessThan(0.25)
  })

  test('(d) an image without any feature has none', () => {
    const { data, cols } = sample.fillers
    const row = data.subarray(planted.zeroFiller * cols, (planted.zeroFiller + 1) * cols)
    expect(row.every((value) => value === 0)).toBe(true)
    expect(data.every(Number.isFinite)).toBe(true)
  })

  test('(e) the tables are what the released ones are: npy 1.0 of n x 1, and numbers that come back', () => {
    const file = sample.files['isola2014/spc_rec_quality.npy']!
    expect([...file.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0])
    const { data, shape, dtype } = readNpy(file)
    expect([shape, dtype]).toEqual([[200, 1], 'float64'])
    expect(pearson(data as Float64Array, sample.unreconstructability)).toBeGreaterThan(0.9)
    const info = readCsv(sample.files['isola2014/target_info_IsolaEtAl.csv']!)
    expect(info.columns).toEqual(['im_ind', 'hit', 'fa', 'corrected_hit'])
    expect(csvNumbers(info, 'corrected_hit')).toEqual(sample.scores.correctedHit)
    expect(csvNumbers(info, 'hit').every((value) => value >= 0 && value <= 1)).toBe(true)
  })

  test('(e) the seven layers: distinctiveness is largest at layer 5, the error at layer 7', () => {
    const tables = Array.from({ length: 7 }, (_, k) => readCsv(sample.files[`reconmem2024/Isola_layer_${k + 1}_dist_rec.csv`]!)) // prettier-ignore
    const largest = (column: string) => {
      const all = tables.map((table) => pearson(csvNumbers(table, column), csvNumbers(table, 'Memorability score')))
      return 1 + all.indexOf(Math.max(...all))
    }
    expect([largest('Distinctiveness'), largest('Reconstruction error')]).toEqual([5, 7])
    expect(csvNumbers(tables[3]!, 'Memorability score')).toEqual(sample.scores.correctedHit)
  })

  test('(f) the layer of zeros is refused by name', async () => {
    const { targets, fillers } = sample.sparseLayer
    const run = reconstructionErrors(targets, fillers, { stream: fakeStream(1).stream, coding })
    await expect(run).rejects.toMatchObject({ code: 'ZERO_QUANTILE' })
    expect(() => scaleFeatures(targets)).toThrow(/97\.\d % zeros|96\.\d % zeros/)
  })

  test('(g) pictures of many sizes run through the network; the same picture is at distance 0', async () => {
    await useBackend('wasm')
    const { images, network, layers } = sample.toy
    expect(new Set(images.map(({ width, height }) => width * 100 + height)).size).toBeGreaterThan(8)
    const features = await imageFeatures(network, images, { layers })
    const sizes = { block1_pool: 8 * 8 * 6, block2_pool: 4 * 4 * 8, fc1: 20 }
    for (const [layer, cols] of Object.entries(sizes)) {
      const matrix = features[layer]!
      expect([matrix.rows, matrix.cols]).toEqual([toyParams.count, cols])
      const [first, second] = toyParams.duplicates
      const { distances, neighbours } = await distinctiveness(matrix, { ...matrix, data: new Float32Array(), rows: 0 })
      expect([distances[first], neighbours[first]]).toEqual([0, second])
      expect(distances.filter((d) => d === 0)).toHaveLength(2)
    }
  })
})

test('the same seed makes the same material, another one another', async () => {
  const [a, b, c] = [await makeSample(5), await makeSample(5), await makeSample(6)]
  expect(b.files).toEqual(a.files)
  expect([b.targets, b.sparseLayer, b.toy.images, b.toy.network.weights]).toEqual([a.targets, a.sparseLayer, a.toy.images, a.toy.network.weights]) // prettier-ignore
  expect(c.targets).not.toEqual(a.targets)
  await expect(makeSample(5, { signal: AbortSignal.abort('stop') })).rejects.toBe('stop')
})
