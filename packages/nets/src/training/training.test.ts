import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { shuffledBatches } from './batches.js'
import { checkSchedule, learningRateAt, type LearningRateSchedule } from './learning-rate.js'
import { meanSquaredError, softmaxCrossEntropy, type Loss } from './losses.js'
import { checkOptimizer, noMoments, optimizerStep, type Optimizer } from './optimizers.js'

const golden = JSON.parse(readFileSync(new URL('golden/optimizers.json', import.meta.url), 'utf8')) as {
  start: number[]
  gradients: number[][]
  cases: { optimizer: Optimizer; weights: number[][] }[]
}

test.each(golden.cases)("seven steps of PyTorch's optimizer: $optimizer", ({ optimizer, weights }) => {
  const weight = Float32Array.from(golden.start)
  const moments = noMoments(optimizer, weight.length)
  golden.gradients.forEach((gradient, step) => {
    optimizerStep(optimizer, weight, Float32Array.from(gradient), moments, { rate: optimizer.learningRate, step })
    // float32 weights near 1: PyTorch rounds in between, too.
    weight.forEach((value, k) => expect(Math.abs(value - weights[step]![k]!)).toBeLessThan(1e-6))
  })
})

test.each<[Optimizer, string]>([
  [{ kind: 'sgd', learningRate: NaN }, 'Expected a number from 0 to below Infinity for optimizer.learningRate'],
  [{ kind: 'sgd', learningRate: 1, momentum: 1 }, 'Expected a number from 0 to below 1 for optimizer.momentum'],
  [{ kind: 'adam', learningRate: 1, beta2: -1 }, 'Expected a number from 0 to below 1 for optimizer.beta2'],
])('refuses %o', (optimizer, message) => {
  expect(() => checkOptimizer(optimizer)).toThrow(message)
})

describe('learning rates', () => {
  const rates = (schedule: LearningRateSchedule, steps: number[]) =>
    steps.map((step) => learningRateAt(0.5, schedule, step))
  test('constant, and a warm-up', () => {
    expect(rates({ kind: 'constant', warmUp: 4 }, [0, 1, 2, 3, 4, 99])).toEqual([0.125, 0.25, 0.375, 0.5, 0.5, 0.5])
  })
  test('staircase: rsa-digitobject, 0.96 after every 8050 steps', () => {
    const schedule = { kind: 'staircase', every: 8050, factor: 0.96 } as const
    expect(rates(schedule, [0, 8049, 8050, 16_100])).toEqual([0.5, 0.5, 0.48, 0.5 * 0.96 ** 2])
  })
  test('marks', () => {
    const marks = [
      { step: 30, factor: 0.1 },
      { step: 60, factor: 0.01 },
    ]
    expect(rates({ kind: 'marks', marks }, [0, 29, 30, 59, 60])).toEqual([0.5, 0.5, 0.05, 0.05, 0.005])
    expect(() => checkSchedule({ kind: 'marks', marks: [...marks].reverse() })).toThrow(
      'Expected marks in rising order',
    )
    expect(() => checkSchedule({ kind: 'staircase', every: 0, factor: 1 })).toThrow('for schedule.every but received 0')
  })
})

describe('batches', () => {
  test('each image once per epoch, in another order in the next', () => {
    const batches = shuffledBatches([10, 11, 12, 13, 14], 2, 7)
    const epoch = (e: number) => [0, 1, 2].flatMap((k) => [...batches(3 * e + k)])
    expect([...epoch(0)].sort()).toEqual([10, 11, 12, 13, 14])
    expect([...epoch(1)].sort()).toEqual([10, 11, 12, 13, 14])
    expect([0, 1, 2, 3].map((e) => epoch(e).join())).not.toEqual(Array<string>(4).fill(epoch(0).join()))
    expect([0, 1, 2].map((k) => batches(k).length)).toEqual([2, 2, 1])
  })
  test('a step has its batch whichever was asked for before', () => {
    const [forward, backward] = [shuffledBatches([0, 1, 2, 3, 4], 2, 7), shuffledBatches([0, 1, 2, 3, 4], 2, 7)]
    const all = [0, 1, 2, 3, 4, 5].map((step) => [...forward(step)])
    expect([5, 4, 3, 2, 1, 0].map((step) => [...backward(step)]).reverse()).toEqual(all)
  })
})

describe('losses', () => {
  const outputs = { data: Float32Array.of(2, 0, -1, 0.5, 0.25, 3), rows: 2, cols: 3 }
  const images = Int32Array.of(4, 1)
  const slopesAgree = (loss: Loss) => {
    const { gradients } = loss({ fc: outputs }, images)
    for (let k = 0; k < 6; k++) {
      const at = (h: number) =>
        loss({ fc: { ...outputs, data: outputs.data.map((v, i) => v + (i === k ? h : 0)) } }, images)
      expect(gradients['fc']![k]).toBeCloseTo((at(2 ** -10).value - at(-(2 ** -10)).value) / 2 ** -9, 6)
    }
  }
  test('softmax cross-entropy, by the numbers of harmonization (B5) and central differences', () => {
    const labels = [9, 2, 9, 9, 0]
    const one = { data: Float32Array.of(2, 0, -1), rows: 1, cols: 3 }
    expect(softmaxCrossEntropy('fc', labels)({ fc: one }, Int32Array.of(4)).value).toBeCloseTo(0.169846, 6)
    slopesAgree(softmaxCrossEntropy('fc', labels))
    expect(() => softmaxCrossEntropy('fc', labels)({ fc: one }, Int32Array.of(0))).toThrow(
      'Expected an integer from 0 to 2 for labels[0] but received 9',
    )
  })
  test('mean squared error, by hand and central differences', () => {
    const targets = { data: Float64Array.from({ length: 15 }, (_, k) => k / 4), rows: 5, cols: 3 }
    const differences = [2 - 3, 0 - 3.25, -1 - 3.5, 0.5 - 0.75, 0.25 - 1, 3 - 1.25]
    const expected = differences.reduce((sum, d) => sum + d * d, 0) / 6
    expect(meanSquaredError('fc', targets)({ fc: outputs }, images).value).toBeCloseTo(expected, 12)
    slopesAgree(meanSquaredError('fc', targets))
  })
})
