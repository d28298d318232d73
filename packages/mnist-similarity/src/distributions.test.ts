import { digitNet, digitNet64, useBackend } from '@likeness/nets'
import { beforeAll, describe, expect, test } from 'vitest'
import { naiveCosine, naiveMedian, row } from '../test/naive.js'
import { histogramEdges, similarityDistributions, summarise } from './distributions.js'
import { imagesOf, type Material } from './material.js'
import { comparedLayers } from './params.js'
import { drawDigits } from './sample/draw-digit.js'
import { sampleWeights } from './sample/sample.js'

describe('summarise', () => {
  test('counts, mean, median and quartiles by hand', () => {
    const d = summarise(3, 'fc1', Float32Array.from([0.5, 0.25, 0.75, 1, 0]))
    expect(d).toMatchObject({ digit: 3, layer: 'fc1', n: 5, mean: 0.5, median: 0.5, quartiles: [0.25, 0.75] })
    const filled = d.counts.flatMap((count, bin) => (count > 0 ? [[bin, count]] : []))
    expect(filled).toEqual([[0, 1], [6, 1], [12, 1], [18, 1], [24, 1]]) // prettier-ignore
  })

  test('a hair outside 0 to 1 still counts, NaN does not', () => {
    const d = summarise(3, 'fc1', Float32Array.from([1.0000001, -0.0000001, NaN]))
    expect([d.n, d.counts[0], d.counts.at(-1)]).toEqual([2, 1, 1])
  })

  test('nothing defined: NaN and empty bins', () => {
    const d = summarise(3, 'fc1', Float32Array.from([NaN, NaN]))
    expect(d).toMatchObject({ n: 0, mean: NaN, median: NaN, quartiles: [NaN, NaN] })
    expect(new Set(d.counts)).toEqual(new Set([0]))
  })
})

test('edges: 25 bins from 0 to 1', () => {
  expect([histogramEdges.length, histogramEdges[0], histogramEdges[5], histogramEdges[25]]).toEqual([26, 0, 0.2, 1])
})

describe('a small drawn set', async () => {
  // Three of each digit make 3 pairs; the digit 5 keeps two images only.
  const drawn = await drawDigits(3, 21)
  const labels = drawn.labels.map((label, i) => (label === 5 && i > 20 ? 4 : label))
  const weights = sampleWeights()
  const material: Material = { ...drawn, labels, weights, ratings: { digit: 8, raters: [], network: [] } }
  const progress: number[] = []
  let distributions: Awaited<ReturnType<typeof similarityDistributions>>
  beforeAll(async () => {
    await useBackend('wasm')
    const onProgress = (fraction: number) => void progress.push(fraction)
    distributions = await similarityDistributions(digitNet(weights), material, { onProgress })
  }, 60_000)

  test('every digit at every layer, but none of fewer than 3 images', () => {
    const digits = [0, 1, 2, 3, 4, 6, 7, 8, 9]
    expect(distributions.map(({ digit, layer }) => [digit, layer])).toEqual(
      digits.flatMap((digit) => comparedLayers.map((layer) => [digit, layer])),
    )
    expect(progress).toEqual(digits.map((digit) => (digit + 1) / 10))
  })

  test('counts add up to all pairs', () => {
    for (const { digit, n, counts } of distributions) {
      expect(n).toBe(digit === 4 ? 6 : 3)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(n)
    }
  })

  test('medians agree with float64 cosines from their definition', async () => {
    const exact = { ...(await digitNet64(weights, drawn.images.data)), pixels: drawn.images }
    for (const { digit, layer, median } of distributions) {
      const indices = imagesOf(labels, digit)
      const pairs = indices.flatMap((a, k) => indices.slice(k + 1).map((b) => [a, b] as const))
      const naive = naiveMedian(pairs.map(([a, b]) => naiveCosine(row(exact[layer], a), row(exact[layer], b))))
      // The specification's tolerance of a cosine of float32 activations.
      expect(Math.abs(median - naive)).toBeLessThan(2e-6)
    }
  })

  test('rejects with the reason once aborted', async () => {
    const signal = AbortSignal.abort('stop')
    await expect(similarityDistributions(digitNet(weights), material, { signal })).rejects.toBe('stop')
  })
})
