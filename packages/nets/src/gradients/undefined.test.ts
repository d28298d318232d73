import * as tf from '@tensorflow/tfjs'
import { beforeAll, expect, test } from 'vitest'
import { useBackend } from '../backend.js'

beforeAll(async () => void (await useBackend('cpu')))

const x4 = tf.linspace(-1, 1, 32).reshape([1, 4, 4, 2])
const ops: [string, tf.Tensor, (x: tf.Tensor) => tf.Tensor][] = [
  ['localResponseNormalization', x4, (x) => tf.localResponseNormalization(x as tf.Tensor4D)],
  ['resizeBilinear', x4, (x) => tf.image.resizeBilinear(x as tf.Tensor4D, [3, 3])],
  ['resizeNearestNeighbor', x4, (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [3, 3])],
  ['maxPool3d', x4.reshape([1, 2, 2, 4, 2]), (x) => tf.maxPool3d(x as tf.Tensor5D, 2, 1, 'valid')],
  ['avgPool3d', x4.reshape([1, 2, 2, 4, 2]), (x) => tf.avgPool3d(x as tf.Tensor5D, 2, 1, 'valid')],
  ['conv3d', x4.reshape([1, 2, 2, 4, 2]), (x) => tf.conv3d(x as tf.Tensor5D, tf.ones([1, 1, 1, 2, 1]), 1, 'valid')],
  [
    'avgPool with explicit padding',
    x4,
    (x) =>
      tf.avgPool(x as tf.Tensor4D, 3, 1, [
        [0, 0],
        [1, 2],
        [0, 1],
        [0, 0],
      ]),
  ],
  ['dilation2d', x4, (x) => tf.dilation2d(x as tf.Tensor4D, tf.ones([2, 2, 2]), 1, 'valid')],
]

test.each(ops)('%s: one gradient, and a clear error for a second one', (name, x, f) => {
  const loss = (a: tf.Tensor) => tf.square(f(a))
  expect(tf.grad(loss)(x).shape).toEqual(x.shape)
  expect(() => tf.grad(tf.grad(loss))(x)).toThrow(
    expect.objectContaining({ code: 'UNDEFINED_GRADIENT', message: expect.stringContaining(`received ${name}`) }),
  )
})
