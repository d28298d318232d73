import * as tf from '@tensorflow/tfjs'
import { beforeAll, expect, test } from 'vitest'
import { useBackend } from './backend.js'

beforeAll(async () => void (await useBackend('wasm')))

test('rows are added up by segment, and a segment outside is left out', () => {
  const x = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2])
  const sums = tf.unsortedSegmentSum(x, tf.tensor1d([1, 0, 1, 7], 'int32'), 3)
  expect(sums.shape).toEqual([3, 2])
  expect([...sums.dataSync()]).toEqual([3, 4, 6, 8, 0, 0])
})

test('the gradient of gather, twice', () => {
  const loss = (x: tf.Tensor) => tf.pow(tf.gather(x, tf.tensor1d([2, 0, 2], 'int32')), 3)
  const x = tf.tensor1d([1, 2, 3])
  expect([...tf.grad(loss)(x).dataSync()]).toEqual([3, 0, 54])
  expect([...tf.grad(tf.grad(loss))(x).dataSync()]).toEqual([6, 0, 36])
})
