import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from './backend.js'
import type { ImageSource } from './image-source.js'
import { collectFeatures, defaultBatch, layerFeatures } from './layer-features.js'
import { machineOf, sizeOf, type Network } from './network.js'
import { squeezenet, squeezenetShapes } from './networks/squeezenet.js'
import { madeImages, madeWeights } from './testing/made-weights.js'

const options = { side: 41, width: 0.25, classes: 5 }
const images = madeImages(5, 41)
let network: Network

beforeAll(async () => {
  await useBackend('wasm')
  network = squeezenet(madeWeights(squeezenetShapes(options)), options)
})

/** The same images, read when they are wanted; `reads` lists what was. */
function sourceOf(reads: [number, number][]): ImageSource {
  const read = (start: number, count: number) => {
    reads.push([start, count])
    return Promise.resolve(images.data.subarray(start * images.cols, (start + count) * images.cols))
  }
  return { rows: images.rows, cols: images.cols, read }
}

test('a source is read block by block, and gives what the images give', async () => {
  const reads: [number, number][] = []
  const found = await collectFeatures(network, sourceOf(reads), { layers: ['pool8'], batch: 2 })
  expect(reads).toEqual([
    [0, 2],
    [2, 2],
    [4, 1],
  ])
  expect(found).toEqual(await collectFeatures(network, images, { layers: ['pool8'], batch: 2 }))
})

test('from a later image on, the same blocks', async () => {
  const blocks = []
  for await (const block of layerFeatures(network, images, { layers: ['pool4'], batch: 2 })) blocks.push(block)
  const later = []
  for await (const block of layerFeatures(network, images, { layers: ['pool4'], batch: 2, start: 2 })) later.push(block)
  expect(later).toEqual(blocks.slice(1))
})

describe('memory', () => {
  test('a pass gives back each layer once it has been read', async () => {
    const bytes = 4 * network.layers.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
    const peak = async (differentiable: boolean) => {
      const info = await tf.profile(() =>
        tf.tidy(() => {
          const batch = tf.tensor2d(images.data.subarray(0, images.cols), [1, images.cols])
          return machineOf(network).forward(batch, { layers: ['pool_final'], differentiable })['pool_final']!
        }),
      )
      tf.dispose(info.result)
      return info.peakBytes
    }
    // The largest layers, with what they are made of, are still more than half of this small network.
    expect(await peak(true)).toBeGreaterThan(bytes)
    expect(await peak(false)).toBeLessThan(0.8 * bytes)
  })
  test('leaves no tensor behind', async () => {
    await collectFeatures(network, images, { layers: ['fire2/concat', 'pool_final'] })
    const before = tf.memory().numTensors
    await collectFeatures(network, images, { layers: ['fire2/concat', 'conv1'] })
    expect(tf.memory().numTensors).toBe(before)
  })
  test('a block holds at most 2^26 values of the largest layer', () => {
    expect(defaultBatch(network)).toBe(250)
    expect(defaultBatch({ ...network, layers: [{ name: 'conv1', shape: [111, 111, 96] }] })).toBe(56)
    expect(defaultBatch({ ...network, layers: [{ name: 'huge', shape: [2 ** 27] }] })).toBe(1)
  })
})

describe('refused', () => {
  const next = (source: ImageSource, more = {}) => layerFeatures(network, source, { layers: ['pool4'], ...more }).next()
  test('a source that gives too little', async () => {
    const short = { rows: 2, cols: images.cols, read: () => new Float32Array(3) }
    await expect(next(short)).rejects.toThrow(`Expected 2 x ${images.cols} values for images.read but received 3`)
  })
  test.each([-1, 1.5, 6])('start %s', async (start) => {
    await expect(next(sourceOf([]), { start })).rejects.toThrow(
      'Expected an integer from 0 to 5 for start but received',
    )
  })
  test('a number of images that is none', async () => {
    await expect(next({ ...sourceOf([]), rows: 1.5 })).rejects.toThrow('Expected a number of images for images.rows')
  })
})
