import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from '../backend.js'
import { collectFeatures } from '../layer-features.js'
import type { Network } from '../network.js'
import { madeImages } from '../testing/made-weights.js'
import { linearNet, smallAlexnet, smallSqueezenet } from '../testing/small-nets.js'
import { fineTune, type Checkpoint, type FineTuneOptions } from './fine-tune.js'
import { batchGradient } from './gradient-step.js'
import { meanSquaredError, softmaxCrossEntropy, type Loss } from './losses.js'

beforeAll(async () => void (await useBackend('wasm')))

async function run(network: Network, images: ReturnType<typeof madeImages>, options: FineTuneOptions) {
  const checkpoints: Checkpoint[] = []
  for await (const checkpoint of fineTune(network, images, options)) checkpoints.push(checkpoint)
  return checkpoints
}
const arrays = ({ weights }: Checkpoint) => [...weights.values()].map(({ data }) => data)

describe('the gradient of the weights', () => {
  /** A loss of two layers at once, neither of them the last one. */
  const loss: Loss = (outputs) => {
    const parts = Object.entries(outputs).map(([layer, { data }]) => {
      const value = data.reduce((sum, v, k) => sum + Math.sin(k) * v + v * v * 1e-4, 0)
      return { layer, value, gradient: data.map((v, k) => Math.sin(k) + 2e-4 * v) }
    })
    const value = parts.reduce((sum, part) => sum + part.value, 0)
    return { value, gradients: Object.fromEntries(parts.map(({ layer, gradient }) => [layer, gradient])) }
  }
  test.each([
    ['SqueezeNet', smallSqueezenet, 41, ['pool4', 'fire5/relu_conv1x1_1'], 'conv1.weight', 'fire3/conv3x3_2.weight'],
    ['AlexNet', smallAlexnet, 51, ['relu4', 'fc6'], 'conv2.weight', 'fc6.bias'],
  ])('%s: any loss of any layers, by central differences', async (_, build, side, layers, ...names) => {
    const [network, images] = [build(), madeImages(2, side)]
    const trained = new Map(names.map((name) => [name, network.weights.get(name)!.data.slice()]))
    const batch = { pixels: images.data, images: Int32Array.of(0, 1) }
    const { gradients, value } = batchGradient(network, trained, layers, loss, batch)
    const valueAt = async (name: string, direction: Float32Array, h: number) => {
      const moved = trained.get(name)!.map((w, k) => w + h * direction[k]!)
      return loss(await collectFeatures(network, images, { layers, weights: new Map([[name, moved]]) }), batch.images)
        .value
    }
    for (const name of names) {
      const gradient = gradients.get(name)!
      const direction = gradient.map(Math.sign)
      const h = 5e-5
      const slope = gradient.reduce((sum, g) => sum + Math.abs(g), 0)
      const difference = ((await valueAt(name, direction, h)) - (await valueAt(name, direction, -h))) / (2 * h)
      expect(slope).toBeGreaterThan(1)
      // float32 sums, and ReLUs that the step crosses.
      expect(Math.abs(difference / slope - 1), name).toBeLessThan(0.02)
    }
    expect(value).toBeCloseTo(await valueAt(names[0]!, new Float32Array(trained.get(names[0]!)!.length), 0), 0)
  })
})

test('least squares: a linear network finds the weights that made the targets', async () => {
  const [network, images] = [linearNet(), madeImages(40, 4)]
  images.data.forEach((value, k) => (images.data[k] = value / 100))
  const { scores: targets } = await collectFeatures(network, images, { layers: ['scores'] })
  const kernel = network.weights.get('scores.kernel')!.data
  const truth = kernel.slice()
  kernel.forEach((w, k) => (kernel[k] = w + 0.3 * Math.sin(k)))
  const [last] = await run(network, images, {
    layers: ['scores'],
    loss: meanSquaredError('scores', targets!),
    optimizer: { kind: 'sgd', learningRate: 0.5, momentum: 0.9 },
    batches: () => Int32Array.from({ length: 40 }, (_, i) => i),
    steps: 150,
    seed: 1,
  })
  expect(last!.training[0]!.loss).toBeGreaterThan(100 * last!.training.at(-1)!.loss)
  // 40 images leave 8 of the 48 directions free: the targets, not the weights, are found there.
  const after = await collectFeatures(network, images, {
    layers: ['scores'],
    weights: new Map([...last!.weights].map(([name, { data }]) => [name, data])),
  })
  after['scores']!.data.forEach((v, k) => expect(Math.abs(v - targets!.data[k]!)).toBeLessThan(0.05))
  expect(kernel[1]).toBe(Math.fround(truth[1]! + 0.3 * Math.sin(1)))
})

describe('training SqueezeNet', () => {
  const network = smallSqueezenet()
  const images = madeImages(12, 41)
  const options: FineTuneOptions = {
    layers: ['conv_final', 'pool_final'],
    loss: softmaxCrossEntropy(
      'pool_final',
      Array.from({ length: 12 }, (_, i) => i % 4),
    ),
    optimizer: { kind: 'adam', learningRate: 1e-3, epsilon: 1e-8 },
    schedule: { kind: 'staircase', every: 3, factor: 0.9 },
    steps: 6,
    seed: 3,
    frozen: (name) => /^(conv1|fire[2-7])/.test(name),
    heldOut: { images: [0, 1, 2, 3], every: 2, patience: 9 },
    checkpointEvery: 2,
  }
  let whole: Checkpoint[]
  beforeAll(async () => {
    whole = await run(network, images, options)
  })

  test('yields checkpoints, and loss curves as data', () => {
    expect(whole.map(({ step, ended }) => [step, ended])).toEqual([
      [2, undefined],
      [4, undefined],
      [6, 'steps'],
    ])
    expect(whole[2]!.training.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5])
    expect(whole[2]!.heldOut.map(({ step }) => step)).toEqual([2, 4, 6])
    const least = Math.min(...whole[2]!.heldOut.map(({ loss }) => loss))
    expect(whole[2]!.best!.loss).toBe(least)
    expect(whole[2]!.heldOut.find(({ loss }) => loss === least)!.step).toBe(whole[2]!.best!.step)
  })

  test('frozen weights stay, others move, and the network keeps its own', () => {
    for (const [name, { data }] of whole[2]!.weights) {
      const [before, moved] = [network.weights.get(name)!.data, !options.frozen!(name)]
      expect([name, data.some((value, k) => value !== before[k])]).toEqual([name, moved])
    }
    expect(network.weights).toEqual(smallSqueezenet().weights)
  })

  test.each([0, 1])('resumed from checkpoint %i, to the same bits', async (k) => {
    const resumed = await run(network, images, { ...options, resume: structuredClone(whole[k]!) })
    expect(resumed).toEqual(whole.slice(k + 1))
    expect(arrays(resumed.at(-1)!)).toEqual(arrays(whole[2]!))
  })

  test('stops early when the held-out loss no longer falls', async () => {
    const looks = [5, 4, 6, 7, 3, 2]
    let look = 0
    const loss: Loss = (outputs, chosen) => {
      const held = chosen.length === 4 && chosen[0] === 0 && chosen[3] === 3
      const found = options.loss(outputs, chosen)
      return held ? { ...found, value: looks[look++]! } : found
    }
    const heldOut = { images: [0, 1, 2, 3], every: 1, patience: 2 }
    const [last] = await run(network, images, { ...options, loss, heldOut, checkpointEvery: 100 })
    expect(last).toMatchObject({ step: 4, ended: 'early-stopping', best: { step: 2, loss: 4 } })
    expect(last!.heldOut.map((point) => point.loss)).toEqual([5, 4, 6, 7])
  })

  test('held-out images are never trained on', async () => {
    const seen = new Set<number>()
    const loss: Loss = (outputs, chosen) => {
      if (chosen.length !== 4) chosen.forEach((image) => seen.add(image))
      return options.loss(outputs, chosen)
    }
    await run(network, images, { ...options, loss, steps: 1 })
    expect([...seen].sort((a, b) => a - b)).toEqual([4, 5, 6, 7, 8, 9, 10, 11])
  })

  test('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors
    await run(network, images, { ...options, steps: 1 })
    expect(tf.memory().numTensors).toBe(before)
  })

  test.each([
    [{ layers: [] }, 'Expected at least one layer for layers but received none'],
    [{ steps: 0 }, 'Expected an integer of at least 1 for steps but received 0'],
    [{ frozen: () => true }, 'Expected at least one weight that is not frozen for frozen but received all'],
    [{ heldOut: { images: [12], every: 1, patience: 1 } }, 'Expected an integer from 0 to 11 for heldOut.images[0]'],
    [{ signal: AbortSignal.abort(new Error('enough')) }, 'enough'],
    [{ loss: () => ({ value: NaN, gradients: {} }) }, 'Expected a finite loss but received NaN'],
    [
      { loss: () => ({ value: 1, gradients: { pool_final: [1] } }) },
      "for the loss's gradient of pool_final but received 1",
    ],
  ] satisfies [Partial<FineTuneOptions>, string][])('refuses %o', async (more, message) => {
    await expect(run(network, images, { ...options, ...more })).rejects.toThrow(message)
  })
})
