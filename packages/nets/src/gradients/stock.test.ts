import * as tf from '@tensorflow/tfjs'
import { beforeAll, expect, test } from 'vitest'
import { cases } from './testing/cases.js'
import { first, second, verdict } from './testing/differences.js'
import { smallNets } from './testing/small-nets.js'

// No backend of ours here, so that no gradient is replaced: this shows that the tests of ours can fail, and which do.
beforeAll(async () => void (await tf.setBackend('cpu')))

test.each(cases)('TensorFlow.js itself: $name, $stock', (c) => {
  expect([verdict(first(c), c), verdict(second(c), c)]).toEqual(c.stock)
})

test.each(smallNets)('TensorFlow.js itself throws for the loss of a saliency: $name', (net) => {
  expect(verdict(first(net), net)).toBe('throws')
})

test('its wasm backend loses the gradient of windows whose maximum is below zero', async () => {
  await import('@tensorflow/tfjs-backend-wasm')
  await tf.setBackend('wasm')
  const gradient = tf.grad((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'))(
    tf.tensor4d([-4, -3, -2, -1], [1, 2, 2, 1]),
  )
  expect([...gradient.dataSync()]).not.toEqual([0, 0, 0, 1])
  await tf.setBackend('cpu')
})
