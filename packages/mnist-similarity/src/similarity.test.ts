import { digitNet, digitNet64, useBackend } from '@likeness/nets'
import { philox } from '@likeness/core-native'
import { beforeAll, describe, expect, test } from 'vitest'
import { naiveCosine, row } from '../test/naive.js'
import { selectImages } from './material.js'
import { comparedLayers } from './params.js'
import { drawDigits } from './sample/draw-digit.js'
import { sampleWeights } from './sample/sample.js'
import { allCosines, featuresOf, fixedPairs, pairCosines, pairSimilarities, type Pair } from './similarity.js'

const random = philox(3)
const matrix = (rows: number, cols: number) => ({
  data: Float64Array.from({ length: rows * cols }, () => random.uniform()),
  ...{ rows, cols },
})

describe('fixedPairs', () => {
  const indices = [3, 5, 8, 13, 21, 34, 55]

  test('the k-th with the (k + count)-th', () => {
    expect(fixedPairs(indices, 3, 8)).toEqual([[3, 13], [5, 21], [8, 34]]) // prettier-ignore
    expect(fixedPairs(indices, 1, 8)).toEqual([[3, 5]])
  })

  test.each([1, 2, 3])('%d pairs: no image twice', (count) => {
    const used = fixedPairs(indices, count, 8).flat()
    expect(new Set(used).size).toBe(2 * count)
  })

  test.each([
    [4, indices, 'Expected at most 3 pairs for --pairs (digit 8 has 7 images) but received 4'],
    [1, [9], 'Expected at most 0 pairs for --pairs (digit 8 has 1 images) but received 1'],
    [20, [], 'Expected at most 0 pairs for --pairs (digit 8 has 0 images) but received 20'],
  ])('%d pairs of %j are too many', (count, some, message) => {
    expect(() => fixedPairs(some, count, 8)).toThrow(new RangeError(message))
  })
})

describe('pairCosines', () => {
  // float64 sums of up to 300 products in another order: some 300 x 2^-53.
  const tolerance = 1e-13
  const expectNaive = async (x: ReturnType<typeof matrix>, pairs: readonly Pair[]) => {
    const cosines = await pairCosines(x, pairs)
    expect(cosines).toHaveLength(pairs.length)
    pairs.forEach(([a, b], k) =>
      expect(Math.abs(cosines[k]! - naiveCosine(row(x, a), row(x, b)))).toBeLessThan(tolerance),
    )
  }

  // The list goes to the native core in blocks of 64.
  test.each([1, 63, 64, 65, 128, 200])('%d pairs agree with the definition', async (count) => {
    const x = matrix(30, 300)
    await expectNaive(x, Array.from({ length: count }, () => [random.integer(30), random.integer(30)] as const)) // prettier-ignore
  })

  test('repeated and turned-round pairs', async () => {
    const x = matrix(4, 7)
    await expectNaive(x, [[0, 1], [1, 0], [0, 1], [0, 3], [0, 2]]) // prettier-ignore
  })

  test('an image with itself is 1', async () => {
    const [one] = await pairCosines(matrix(3, 50), [[2, 2]])
    expect(Math.abs(one! - 1)).toBeLessThan(1e-15)
  })

  test('a zero vector has no cosine', async () => {
    const x = matrix(3, 5)
    x.data.fill(0, 5, 10)
    const [withZero, zeroItself, other] = await pairCosines(x, [[0, 1], [1, 1], [0, 2]]) // prettier-ignore
    expect([withZero, zeroItself]).toEqual([NaN, NaN])
    expect(other).toBeGreaterThan(0)
  })

  test('no pair', async () => expect(await pairCosines(matrix(2, 3), [])).toEqual([]))

  test('stops when aborted', async () => {
    const signal = AbortSignal.abort('stop')
    await expect(pairCosines(matrix(2, 3), [[0, 1]], { signal })).rejects.toBe('stop')
  })
})

test('allCosines: every pair in the order (0,1), (0,2), …, (1,2), …', async () => {
  const x = matrix(5, 11)
  const cosines = await allCosines(x)
  const order = Array.from({ length: 5 }, (_, i) => Array.from({ length: 4 - i }, (_, k) => [i, i + 1 + k])).flat()
  expect(cosines).toHaveLength(order.length)
  order.forEach(([i, j], k) => expect(cosines[k]).toBeCloseTo(naiveCosine(row(x, i!), row(x, j!)), 13))
  expect(await allCosines({ ...x, data: Float32Array.from(x.data) })).toBeInstanceOf(Float32Array)
})

describe('pairSimilarities', async () => {
  const { images } = await drawDigits(1, 4)
  const weights = sampleWeights()
  const network = digitNet(weights)
  beforeAll(async () => void (await useBackend('wasm')), 60_000)

  test('any list of pairs, at every layer and on the pixels', async () => {
    const pairs = [[9, 2], [2, 9], [5, 5], [0, 9], [9, 2]] as const // prettier-ignore
    const similarities = await pairSimilarities(network, images, pairs)
    expect(Object.keys(similarities)).toEqual([...comparedLayers])
    const exact = { ...(await digitNet64(weights, images.data)), pixels: images }
    for (const layer of comparedLayers)
      pairs.forEach(([a, b], k) => {
        // The specification's tolerance of a cosine of float32 activations.
        const difference = similarities[layer][k]! - naiveCosine(row(exact[layer], a), row(exact[layer], b))
        expect(Math.abs(difference)).toBeLessThan(2e-6)
      })
  })

  test('features: one row per image, grey values as pixels', async () => {
    const features = await featuresOf(network, selectImages(images, [1, 4]))
    const shapes = comparedLayers.map((layer) => [features[layer].rows, features[layer].cols])
    expect(shapes).toEqual([[2, 784], [2, 5760], [2, 1280], [2, 50]]) // prettier-ignore
    expect([...row(features.pixels, 1)]).toEqual([...row(images, 4)])
  })
})
