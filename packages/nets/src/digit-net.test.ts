import { philox } from '@likeness/core-native'
import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from './backend.js'
import { digitNet, digitNetShapes } from './digit-net.js'
import { digitNet64 } from './digit-net-64.js'
import { collectFeatures, layerFeatures } from './layer-features.js'
import { sizeOf, type Weights } from './network.js'
import { addonProblem } from './testing/addon.js'
import { digitNetSteps, trainDigitNet } from './train-digit-net.js'
import type { TrainState } from './train-state.js'

const madeWeights = (): Weights => {
  const random = philox(11)
  return new Map(
    Object.entries(digitNetShapes).map(([name, shape]) => [
      name,
      { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => random.normal() * 0.15) },
    ]),
  )
}
const madeImages = (rows: number) => {
  const random = philox(12)
  return { data: Uint8Array.from({ length: rows * 784 }, () => random.integer(256)), rows, cols: 784 }
}

beforeAll(async () => void (await useBackend('wasm')))

describe('the digit network', () => {
  test('has 21,840 weights', () => {
    expect(Object.values(digitNetShapes).reduce((sum, shape) => sum + sizeOf(shape), 0)).toBe(21840)
  })

  test.each((['native', 'wasm', 'cpu'] as const).filter((name) => name !== 'native' || !addonProblem))(
    '%s agrees with the float64 forward at every layer',
    async (backend) => {
      await useBackend(backend)
      const [weights, images] = [madeWeights(), madeImages(7)]
      const exact = await digitNet64(weights, images.data)
      const layers = ['conv1', 'conv2', 'fc1', 'fc2'] as const
      const features = await collectFeatures(digitNet(weights), images, { layers, batch: 3 })
      for (const layer of layers) {
        expect([features[layer]!.rows, features[layer]!.cols]).toEqual([exact[layer].rows, exact[layer].cols])
        const scale = Math.max(...exact[layer].data.map(Math.abs))
        // 1e-5 relative, the specification's float32 tolerance, of the layer's largest value.
        const worst = features[layer]!.data.reduce(
          (most, v, i) => Math.max(most, Math.abs(v - exact[layer].data[i]!)),
          0,
        )
        expect(worst).toBeLessThan(1e-5 * scale)
      }
      await useBackend('wasm')
    },
  )

  test('float64 forward: one pixel and one filter tap by hand', async () => {
    const weights = new Map(
      Object.entries(digitNetShapes).map(([n, shape]) => [n, { shape, data: new Float32Array(sizeOf(shape)) }]),
    )
    weights.get('conv1.weight')!.data[3 * 25 + 2 * 5 + 1] = 2
    weights.get('conv1.bias')!.data[3] = 0.5
    const image = new Uint8Array(784)
    image[(4 + 2) * 28 + (7 + 1)] = 255
    const { conv1 } = await digitNet64(weights, image)
    const at = (c: number, r: number, col: number) => conv1.data[(c * 24 + r) * 24 + col]
    expect(at(3, 4, 7)).toBeCloseTo(0.5 + (2 * (1 - 0.1307)) / 0.3081, 6)
    expect(at(3, 4, 8)).toBe(0)
    expect(at(2, 4, 7)).toBe(0)
  })

  test('blocks cover all images in order, whatever the batch', async () => {
    const [network, images] = [digitNet(madeWeights()), madeImages(5)]
    const starts: number[] = []
    for await (const block of layerFeatures(network, images, { layers: ['fc1'], batch: 2 })) starts.push(block.start)
    expect(starts).toEqual([0, 2, 4])
    const whole = await collectFeatures(network, images, { layers: ['fc1'], batch: 5 })
    const parts = await collectFeatures(network, images, { layers: ['fc1'], batch: 2 })
    parts['fc1']!.data.forEach((v, i) => expect(v).toBeCloseTo(whole['fc1']!.data[i]!, 5))
  })

  test('leaves no tensor behind', async () => {
    const [network, images] = [digitNet(madeWeights()), madeImages(4)]
    await collectFeatures(network, images, { layers: ['conv1', 'fc2'] })
    const before = tf.memory().numTensors
    await collectFeatures(network, images, { layers: ['conv2'] })
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('bad input gets one clear error', () => {
  const images = madeImages(2)
  test.each([
    ['a missing name', (w: Map<string, never>) => w.delete('fc1.bias'), 'Expected weights named fc1.bias but received'],
    [
      'a further name',
      (w: Map<string, object>) => w.set('fc3', { shape: [1], data: new Float32Array(1) }),
      'Expected no weights named fc3',
    ],
    [
      'a wrong shape',
      (w: Map<string, object>) => w.set('fc1.bias', { shape: [51], data: new Float32Array(51) }),
      'Expected shape 50 for fc1.bias but received 51',
    ],
    [
      'NaN',
      (w: Map<string, { data: Float32Array }>) => void (w.get('fc2.bias')!.data[4] = NaN),
      'Expected finite values for fc2.bias but received NaN at 4',
    ],
  ])('%s', (_, spoil, message) => {
    const weights = madeWeights() as never
    spoil(weights)
    expect(() => digitNet(weights)).toThrow(message)
  })
  test.each([
    [{ layers: ['pool1'] }, 'Expected one of conv1, conv2, fc1, fc2 for layers[0] but received pool1'],
    [{ layers: [] }, 'Expected at least one layer for layers but received none'],
    [{ layers: ['fc1', 'fc1'] }, 'Expected each layer once for layers but received fc1 twice'],
    [{ layers: ['fc1'], batch: 0 }, 'Expected an integer of at least 1 for batch but received 0'],
  ])('%o', async (options, message) => {
    await expect(collectFeatures(digitNet(madeWeights()), images, options)).rejects.toThrow(message)
  })
  test('images of another size', async () => {
    const wrong = { ...images, cols: 783 }
    await expect(collectFeatures(digitNet(madeWeights()), wrong, { layers: ['fc1'] })).rejects.toThrow(
      '784 values per image',
    )
  })
  test('an aborted signal', async () => {
    const options = { layers: ['fc1'], signal: AbortSignal.abort('stop') }
    await expect(collectFeatures(digitNet(madeWeights()), images, options)).rejects.toBe('stop')
  })
})

const bytesOf = (weights: Weights) => Buffer.concat([...weights.values()].map(({ data }) => Buffer.from(data.buffer)))
const bitsOf = ({ weights, velocities, ...rest }: TrainState) => ({
  ...rest,
  ...{ weights: bytesOf(weights).toString('base64'), velocities: bytesOf(velocities).toString('base64') },
})

describe.each([
  ['native', addonProblem],
  ['wasm', undefined],
] as const)('training on %s', (backend, problem) => {
  beforeAll(async () => {
    if (!problem) expect((await useBackend(backend, { threads: 2 })).name).toBe(backend)
  })
  // Two kinds of image: bright left half (label 1), bright right half (label 0), with noise.
  const labels = Array.from({ length: 96 }, (_, i) => i % 2)
  const random = philox(21)
  const data = Uint8Array.from({ length: 96 * 784 }, (_, k) => {
    const [i, col] = [Math.floor(k / 784), k % 28]
    return random.integer(100) + (col < 14 === (labels[i] === 1) ? 155 : 0)
  })
  const images = { data, rows: 96, cols: 784 }
  const options = { seed: 1, epochs: 3, batch: 16, learningRate: 0.02 }
  const train = async (seed: number) => {
    const epochs = []
    for await (const epoch of trainDigitNet(images, labels, { ...options, seed })) epochs.push(epoch)
    return epochs
  }

  test.skipIf(problem)('learns, and gives the same bits for the same seed', async () => {
    const [a, b, c] = [await train(1), await train(1), await train(2)]
    expect(a[0]!.loss).toBeLessThan(Math.log(10) + 0.5)
    expect(a[2]!.loss).toBeLessThan(a[0]!.loss / 2)
    expect(bytesOf(b[2]!.weights).equals(bytesOf(a[2]!.weights))).toBe(true)
    expect(bytesOf(c[2]!.weights).equals(bytesOf(a[2]!.weights))).toBe(false)
    const { fc2 } = await collectFeatures(digitNet(a[2]!.weights), images, { layers: ['fc2'] })
    const right = labels.filter((label, i) => {
      const row = fc2!.data.subarray(i * 10, i * 10 + 10)
      return row.indexOf(Math.max(...row)) === label
    })
    expect(right.length).toBeGreaterThan(90)
  })

  test.skipIf(problem)('goes on from any step, the last of an epoch too, to the same bits', async () => {
    const all = []
    for await (const { state, ...step } of digitNetSteps(images, labels, options))
      all.push({ ...step, state: state(), bits: bitsOf(state()) })
    expect(all.map(({ epoch, step, steps }) => [epoch, step, steps])).toEqual(
      [0, 1, 2].flatMap((epoch) => [1, 2, 3, 4, 5, 6].map((step) => [epoch, step, 6])),
    )
    for (const at of [0, 5, 9]) {
      const rest = []
      for await (const { state, ...step } of digitNetSteps(images, labels, { ...options, from: all[at]!.state }))
        rest.push({ ...step, bits: bitsOf(state()) })
      expect(rest).toEqual(all.slice(at + 1).map(({ state: _, ...step }) => step))
    }
  })

  test.skipIf(problem)('counts what was right before each step', async () => {
    const run = digitNetSteps(images, labels, { ...options, batch: 96, epochs: 2 })
    const { state } = (await run.next()).value!
    const { fc2 } = await collectFeatures(digitNet(state().weights), images, { layers: ['fc2'] })
    const second = (await run.next()).value!
    await run.return()
    const right = labels.filter((label, i) => {
      const row = fc2!.data.subarray(i * 10, i * 10 + 10)
      return row.indexOf(Math.max(...row)) === label
    })
    expect(second.accuracy).toBe(right.length / 96)
    expect(second.accuracy).toBeGreaterThan(0)
  })

  test.skipIf(problem)('stops between batches', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    let steps = 0
    const run = async () => {
      for await (const { step } of digitNetSteps(images, labels, { ...options, signal: controller.signal }))
        if ((steps = step) === 2) controller.abort(reason)
    }
    await expect(run()).rejects.toBe(reason)
    expect(steps).toBe(2)
  })

  test.skipIf(problem)('leaves no tensor behind, even when it is left early or resumed', async () => {
    const before = tf.memory().numTensors
    const training = trainDigitNet(images, labels, { seed: 1, epochs: 5 })
    await training.next()
    await training.return()
    const first = digitNetSteps(images, labels, options)
    const from = (await first.next()).value!.state()
    await first.return()
    const second = digitNetSteps(images, labels, { ...options, from })
    await second.next()
    await second.return()
    expect(tf.memory().numTensors).toBe(before)
  })

  test.skipIf(problem)('a state that does not fit is refused', async () => {
    const first = digitNetSteps(images, labels, options)
    const from = (await first.next()).value!.state()
    await first.return()
    const refused = (changed: object) =>
      digitNetSteps(images, labels, { ...options, from: { ...from, ...changed } }).next()
    await expect(refused({ epoch: 3 })).rejects.toThrow('Expected an epoch from 0 to 2 for from.epoch but received 3')
    await expect(refused({ step: 7 })).rejects.toThrow('Expected a step from 1 to 6 for from.step but received 7')
    await expect(refused({ velocities: new Map() })).rejects.toThrow('Expected weights named conv1.weight')
  })
})
