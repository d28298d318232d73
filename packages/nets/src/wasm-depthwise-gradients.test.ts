import * as tf from '@tensorflow/tfjs'
import { describe, expect, test } from 'vitest'
import { useBackend } from './backend.js'
import { normals } from './gradients/testing/differences.js'

type Shape = [number, number, number, number]
type Pad = 'same' | 'valid' | [[0, 0], [number, number], [number, number], [0, 0]]
const cases: { x: Shape; filter: Shape; stride: [number, number]; pad: Pad }[] = [
  { x: [2, 7, 6, 3], filter: [3, 3, 3, 1], stride: [1, 1], pad: 'same' },
  { x: [2, 7, 6, 3], filter: [3, 2, 3, 1], stride: [1, 1], pad: 'valid' },
  { x: [2, 9, 8, 2], filter: [3, 3, 2, 3], stride: [2, 2], pad: 'same' },
  { x: [1, 9, 8, 2], filter: [3, 3, 2, 2], stride: [3, 3], pad: 'valid' },
  { x: [1, 5, 5, 2], filter: [1, 1, 2, 1], stride: [2, 2], pad: 'valid' },
  { x: [1, 7, 8, 2], filter: [4, 4, 2, 2], stride: [2, 2], pad: [[0, 0], [1, 2], [2, 0], [0, 0]] }, // prettier-ignore
  { x: [1, 4, 4, 2], filter: [2, 2, 2, 1], stride: [1, 1], pad: [[0, 0], [3, 3], [3, 3], [0, 0]] }, // prettier-ignore
]

const made = (shape: number[], seed: number) => tf.tensor(Float32Array.from(normals(shape, seed)), shape)

function gradients({ x, filter, stride, pad }: (typeof cases)[number]): number[][] {
  return tf.tidy(() => {
    const conv = (a: tf.Tensor, w: tf.Tensor) => tf.depthwiseConv2d(a as tf.Tensor4D, w as tf.Tensor4D, stride, pad)
    const inputs = [made(x, 1), made(filter, 2)]
    const y = conv(inputs[0]!, inputs[1]!)
    return tf
      .grads(conv)(inputs, made(y.shape, 3))
      .map((t) => [...t.dataSync()])
  })
}

describe('depthwise gradients composed of wasm kernels', () => {
  test.each(cases)('agree with the cpu backend: $x, $filter, stride $stride, pad $pad', async (c) => {
    await useBackend('cpu')
    const expected = gradients(c)
    await useBackend('wasm')
    const before = tf.memory().numTensors
    const actual = gradients(c)
    expect(tf.memory().numTensors).toBe(before)
    // float32 sums of at most some hundred products of normal numbers, in another order.
    actual.forEach((values, k) => {
      expect(values.length).toBe(expected[k]!.length)
      values.forEach((v, i) => expect(Math.abs(v - expected[k]![i]!)).toBeLessThan(2e-5))
    })
  })

  test('dilated filters are refused', async () => {
    await useBackend('wasm')
    const dy = tf.zeros([1, 3, 3, 1])
    const attrs = { strides: [1, 1], pad: 'valid', dilations: [2, 2], inputShape: [1, 5, 5, 1] }
    const run = () => tf.engine().runKernel('DepthwiseConv2dNativeBackpropInput', { dy, filter: tf.zeros([2, 2, 1, 1]) }, attrs) // prettier-ignore
    expect(run).toThrow('Expected dilations of 1 for depthwise gradients but received 2,2')
  })
})
