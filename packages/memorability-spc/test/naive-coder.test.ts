import { expect, test } from 'vitest'
import { matrixOf } from './made-features.js'
import { naiveCoder } from './naive-coder.js'

// The specification's toy (A3), computed with numpy.
const x = matrixOf([[1, 0.5, -0.2, 0], [0.3, -0.7, 0.9, 0.1], [0, 0.2, 0.4, -0.6]]) // prettier-ignore
const raw = matrixOf([[1, 0], [0, 1], [0.5, -0.5], [0, 0.25]]) // prettier-ignore
const norms = [Math.sqrt(1.25), Math.sqrt(1 + 0.25 + 0.0625)]
const unit = { ...raw, data: raw.data.map((v, k) => v / norms[k % 2]!) }
const steps = { stepSize: 0.01, threshold: 0.001, tolerance: 0.01, maxIterations: 1000, centre: 'grand-mean' } as const

const expectClose = (values: Iterable<number>, expected: readonly number[]) =>
  [...values].forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 9))

test('the naive coder gives the golden toy', async () => {
  const test = await naiveCoder.sparseEncode(x, unit, { method: 'ista', ...steps })
  expect([...test.iterations]).toEqual([69])
  expectClose(test.ratios, [0.0098764119])
  expectClose(test.codes.data, [0.2564578877, 0.1750909614, 0.1504557353, -0.4835539204, 0, -0.0673140492])
  expectClose(test.errors, [0.1524160903, 0.1033175402, 0.1583637777])
  expectClose(test.finalErrors, [0.1516192530, 0.1018194981, 0.1583068325]) // prettier-ignore

  const batches = Int32Array.of(0, 1, 2)
  const learnt = await naiveCoder.learnDictionary(x, raw, { ...steps, batches, batchSize: 3, learningRate: 0.01 })
  expectClose(learnt.dictionary.data, [
    ...[0.8960169401, 0.0011576771, -0.0001700931, 0.8752441816],
    ...[0.4468833018, -0.4395325541, -0.0004373659, 0.2181392162],
  ])
  expectClose(learnt.errors, [(0.1508334292 + 0.1003510242 + 0.1582506841) / 3])

  const optimum = await naiveCoder.sparseEncode(x, unit, {
    method: 'coordinate-descent',
    alpha: 0.1,
    centre: 'grand-mean',
  })
  expectClose(optimum.errors, [0.0884922036, 0.0213104642, 0.1538120040]) // prettier-ignore
})
