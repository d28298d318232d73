import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from '../backend.js'
import { collectFeatures } from '../layer-features.js'
import type { Network } from '../network.js'
import { madeImages } from '../testing/made-weights.js'
import { linearNet, meanNet, smallAlexnet, smallSqueezenet } from '../testing/small-nets.js'
import { reduceChannels, type ChannelReduction } from './channel-reduction.js'
import { gradCam } from './grad-cam.js'
import { gradientBatch, imageGradients } from './image-gradients.js'
import { integratedGradients } from './integrated-gradients.js'
import { saliency } from './saliency.js'
import { smoothGrad } from './smooth-grad.js'

beforeAll(async () => void (await useBackend('wasm')))

/** The gradient of unit c of the linear network. */
const column = (network: Network, c: number) => network.weights.get('scores.kernel')!.data.filter((_, k) => k % 5 === c)
const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs))
const near = (found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) => {
  expect(found.length).toBe(expected.length)
  for (let k = 0; k < expected.length; k++) expect(Math.abs(found[k]! - expected[k]!)).toBeLessThan(tolerance)
}

test('reductions of the channels, by hand', () => {
  const values = Float32Array.of(1, -4, 0, 2, 2, -1)
  const of = (reduction: ChannelReduction) => [...reduceChannels(values, 3, reduction)]
  expect(of('maxAbs')).toEqual([4, 2])
  expect(of('absMean')).toEqual([1, 1])
  expect(of('meanAbs')).toEqual([5 / 3, 5 / 3].map(Math.fround))
  expect(of('mean')).toEqual([-1, 1])
  expect(() => of('norm' as 'mean')).toThrow(
    'Expected one of maxAbs, absMean, meanAbs, mean for reduce but received norm',
  )
})

describe('saliency', () => {
  test('of a linear network is its weights', async () => {
    const [network, images] = [linearNet(), madeImages(3, 4)]
    const found = await saliency(network, images, { layer: 'scores', units: [4, 0, 2], reduce: 'mean', batch: 2 })
    expect([found.height, found.width, found.maps.rows, found.maps.cols]).toEqual([4, 4, 3, 16])
    const expected = [4, 0, 2].flatMap((c) => [...reduceChannels(column(network, c), 3, 'mean')])
    near(found.maps.data, expected, 1e-6)
    const { scores } = await collectFeatures(network, images, { layers: ['scores'] })
    near(found.values, [4, 0, 2].map((c, i) => scores!.data[i * 5 + c]!), 1e-3) // prettier-ignore
  })

  test("'top' explains each image's highest unit", async () => {
    const [network, images] = [smallSqueezenet(), madeImages(3, 41)]
    const { pool_final: scores } = await collectFeatures(network, images, { layers: ['pool_final'] })
    const best = [0, 1, 2]
      .map((i) => scores!.data.subarray(i * 4, i * 4 + 4))
      .map((row) => row.indexOf(Math.max(...row)))
    const found = await saliency(network, images, { layer: 'pool_final', units: 'top' })
    expect([...found.units]).toEqual(best)
    const same = await saliency(network, images, { layer: 'pool_final', units: best })
    expect(found).toEqual(same)
  })

  test.each([
    ['SqueezeNet', smallSqueezenet, 41, 'pool_final'],
    ['SqueezeNet, a unit of a convolution', smallSqueezenet, 41, 'fire4/concat'],
    ['AlexNet: groups and response normalisation', smallAlexnet, 51, 'fc8'],
  ])('%s: the slope along a direction', async (_, build, side, layer) => {
    const [network, images] = [build(), madeImages(1, side)]
    const direction = madeImages(1, side - 1).data.slice(0, images.cols)
    const along = Float32Array.from({ length: images.cols }, (_, k) => (direction[k % direction.length]! > 0 ? 1 : -1))
    const units = Int32Array.of(2)
    const { gradients } = await imageGradients(network, images.data, { layer, units })
    const value = async (h: number) => {
      const data = images.data.map((v, k) => v + h * along[k]!)
      const { [layer]: output } = await collectFeatures(network, { ...images, data }, { layers: [layer] })
      return output!.data[2]!
    }
    const slope = gradients.reduce((sum, g, k) => sum + g * along[k]!, 0)
    const size = gradients.reduce((sum, g) => sum + Math.abs(g), 0)
    const h = 0.05
    const difference = ((await value(h)) - (await value(-h))) / (2 * h)
    expect(size).toBeGreaterThan(0)
    // Of the sum of magnitudes: float32, and ReLUs that the step crosses.
    expect(Math.abs(difference - slope)).toBeLessThan(2e-3 * size)
  })
})

test('SmoothGrad of a linear network is its gradient, whatever the noise; of another it depends on the seed alone', async () => {
  const [linear, images] = [linearNet(), madeImages(2, 4)]
  const found = await smoothGrad(linear, images, { layer: 'scores', units: 1, reduce: 'mean', seed: 5, samples: 3 })
  near(found.maps.data, [0, 1].flatMap(() => [...reduceChannels(column(linear, 1), 3, 'mean')]), 1e-6) // prettier-ignore
  const [network, photos] = [smallSqueezenet(), madeImages(2, 41)]
  const run = (seed: number, batch: number, noise = 0.2) =>
    smoothGrad(network, photos, { layer: 'pool_final', units: 1, seed, samples: 4, batch, noise })
  const first = (await run(1, 4)).maps.data
  near((await run(1, 3)).maps.data, first, 1e-5 * largest(first))
  expect(largest((await run(2, 4)).maps.data.map((v, k) => v - first[k]!))).toBeGreaterThan(0.01 * largest(first))
  const still = (await run(1, 4, 0)).maps.data
  near(still, (await saliency(network, photos, { layer: 'pool_final', units: 1 })).maps.data, 1e-5 * largest(still))
})

describe('integrated gradients', () => {
  test('of a linear network: what each value adds', async () => {
    const [network, images] = [linearNet(), madeImages(2, 4)]
    const baseline = Float32Array.from({ length: 48 }, (_, k) => k)
    const found = await integratedGradients(network, images, { layer: 'scores', units: 3, baseline, steps: 2 })
    const weights = column(network, 3)
    const expected = images.data.map((value, at) => (value - baseline[at % 48]!) * weights[at % 48]!)
    near(found.attributions.data, expected, 1e-4)
    expect(largest(found.completenessErrors)).toBeLessThan(1e-3)
    expect(found.values[1]! - found.baselineValues[1]!).toBeCloseTo(
      expected.slice(48).reduce((a, b) => a + b),
      3,
    )
  })

  test('the completeness error is that of the attributions, and falls with more steps', async () => {
    const [network, images] = [smallSqueezenet(), madeImages(1, 41)]
    const run = (steps: number) => integratedGradients(network, images, { layer: 'pool_final', units: 'top', steps })
    const [coarse, fine] = [await run(2), await run(40)]
    const sum = coarse.attributions.data.reduce((a, b) => a + b, 0)
    expect(coarse.completenessErrors[0]).toBeCloseTo(sum - (coarse.values[0]! - coarse.baselineValues[0]!), 2)
    expect(Math.abs(fine.completenessErrors[0]!)).toBeLessThan(0.5 * Math.abs(coarse.completenessErrors[0]!))
    const change = fine.values[0]! - fine.baselineValues[0]!
    expect(Math.abs(fine.completenessErrors[0]! / change)).toBeLessThan(0.05)
  })
})

describe('Grad-CAM', () => {
  test('of means of feature maps: the maps, weighted by the class', async () => {
    const [network, images] = [meanNet(), madeImages(2, 6)]
    const found = await gradCam(network, images, {
      layer: 'scores',
      units: [2, 0],
      at: 'features',
      size: 'layer',
      batch: 1,
    })
    const { features } = await collectFeatures(network, images, { layers: ['features'] })
    const kernel = network.weights.get('scores.kernel')!.data
    const expected = Array.from({ length: 32 }, (_, at) => {
      const unit = at < 16 ? 2 : 0
      let sum = 0
      for (let k = 0; k < 4; k++) sum += (features!.data[at * 4 + k]! * kernel[k * 3 + unit]!) / 16
      return Math.max(sum, 0)
    })
    expect(largest(expected)).toBeGreaterThan(0)
    near(found.maps.data, expected, 1e-5 * largest(expected))
    const large = await gradCam(network, images, { layer: 'scores', units: [2, 0], at: 'features' })
    expect([large.height, large.width, large.maps.cols]).toEqual([6, 6, 36])
    // Half-pixel centres: the corner of the larger map is that of the smaller one.
    expect(large.maps.data[0]).toBeCloseTo(expected[0]!, 3)
  })
  test('refuses a layer that the target does not depend on', async () => {
    const run = gradCam(smallSqueezenet(), madeImages(1, 41), { layer: 'pool4', units: 0, at: 'fire9/concat' })
    await expect(run).rejects.toThrow(
      'Expected pool4 to depend on fire9/concat for at but received one that it does not',
    )
  })
  test('refuses a layer without rows and columns', async () => {
    const run = gradCam(meanNet(), madeImages(1, 6), { layer: 'scores', units: 0, at: 'mean' })
    await expect(run).rejects.toThrow('Expected a layer of height x width x channels for at but received mean, 4')
  })
})

test('no probe leaves a tensor behind', async () => {
  const [network, images] = [meanNet(), madeImages(2, 6)]
  const target = { layer: 'scores', units: 'top' } as const
  const all = async () => {
    await saliency(network, images, target)
    await smoothGrad(network, images, { ...target, seed: 1, samples: 2 })
    await integratedGradients(network, images, { ...target, steps: 2 })
    await gradCam(network, images, { ...target, at: 'features' })
  }
  await all()
  const before = tf.memory().numTensors
  await all()
  expect(tf.memory().numTensors).toBe(before)
})

describe('refused', () => {
  const network = linearNet()
  test.each([
    [{ layer: 'logits', units: 0 }, 'Expected one of scores for layer but received logits'],
    [{ layer: 'scores', units: 5 }, 'Expected an integer from 0 to 4 for units[0] but received 5'],
    [{ layer: 'scores', units: [1] }, 'Expected 2 units for units but received 1'],
    [{ layer: 'scores', units: 0, batch: 0 }, 'Expected an integer of at least 1 for batch but received 0'],
  ])('%o', async (options, message) => {
    await expect(saliency(network, madeImages(2, 4), options)).rejects.toThrow(message)
  })
  test('an aborted signal', async () => {
    const options = { layer: 'scores', units: 0, signal: AbortSignal.abort(new Error('enough')) }
    await expect(saliency(network, madeImages(2, 4), options)).rejects.toThrow('enough')
  })
})

test('a pass with a gradient holds about 1 GB', () => {
  expect(gradientBatch(linearNet())).toBe(64)
  expect(gradientBatch({ ...linearNet(), layers: [{ name: 'big', shape: [2 ** 25] }] })).toBe(3)
})
