import { philox } from '@likeness/core-native'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, test } from 'vitest'
import { useBackend } from './backend.js'

type Pad = 'same' | 'valid' | [[0, 0], [number, number], [number, number], [0, 0]]
type Case = {
  x: [number, number, number, number]
  filter: [number, number, number, number]
  stride: [number, number]
  pad: Pad
}

const cases: Case[] = [
  { x: [2, 7, 6, 3], filter: [3, 3, 3, 4], stride: [1, 1], pad: 'valid' },
  { x: [2, 7, 6, 3], filter: [3, 2, 3, 4], stride: [1, 1], pad: 'same' },
  { x: [3, 28, 28, 1], filter: [5, 5, 1, 10], stride: [1, 1], pad: 'valid' },
  { x: [2, 9, 8, 2], filter: [3, 3, 2, 5], stride: [2, 2], pad: 'same' },
  { x: [2, 9, 8, 2], filter: [3, 3, 2, 5], stride: [2, 3], pad: 'valid' },
  { x: [1, 11, 10, 2], filter: [4, 4, 2, 3], stride: [3, 2], pad: [[0, 0], [1, 2], [2, 0], [0, 0]] }, // prettier-ignore
  { x: [2, 5, 5, 2], filter: [1, 1, 2, 3], stride: [2, 2], pad: 'valid' },
  { x: [1, 4, 4, 1], filter: [2, 2, 1, 1], stride: [1, 1], pad: [[0, 0], [3, 3], [3, 3], [0, 0]] }, // prettier-ignore
]

const made = (shape: number[], stream: number) => {
  const random = philox(5, stream)
  return Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal())
}

/** Gradients of sum(conv2d(x, filter) * g) with respect to both, on the active backend. */
async function gradients({ x, filter, stride, pad }: Case) {
  const conv = (a: tf.Tensor4D, w: tf.Tensor4D) => tf.conv2d(a, w, stride, pad)
  const results = tf.tidy(() => {
    const [a, w] = [tf.tensor4d(made(x, 1), x), tf.tensor4d(made(filter, 2), filter)]
    const y = conv(a, w)
    return tf.grads((p: tf.Tensor, q: tf.Tensor) => conv(p as tf.Tensor4D, q as tf.Tensor4D))(
      [a, w],
      tf.tensor(made(y.shape, 3), y.shape),
    )
  })
  const values = await Promise.all(results.map((t) => t.data()))
  for (const t of results) t.dispose()
  return values
}

describe('convolution gradients composed of wasm kernels', () => {
  test.each(cases)('agree with the cpu backend: $x, $filter, stride $stride, pad $pad', async (c) => {
    await useBackend('cpu')
    const expected = await gradients(c)
    await useBackend('wasm')
    const actual = await gradients(c)
    // float32 sums of at most some 1,700 products of normal numbers, in another order.
    actual.forEach((values, k) =>
      values.forEach((v, i) =>
        expect(Math.abs(v - expected[k]![i]!)).toBeLessThan(2e-4 * Math.max(1, Math.abs(expected[k]![i]!))),
      ),
    )
  })

  test('agree with central differences of the forward pass', async () => {
    await useBackend('wasm')
    const c = cases[4]!
    const [dx, dw] = await gradients(c)
    const loss = (x: Float32Array, w: Float32Array) =>
      tf.tidy(() => {
        const y = tf.conv2d(tf.tensor4d(x, c.x), tf.tensor4d(w, c.filter), c.stride, c.pad as 'valid')
        const g = made(y.shape, 3)
        return Array.from(y.dataSync()).reduce((sum, v, i) => sum + v * g[i]!, 0)
      })
    for (const [k, gradient] of [dx!, dw!].entries())
      for (let i = 0; i < gradient.length; i += 7) {
        const [up, down] = [0.5, -0.5].map((h) => {
          const inputs = [made(c.x, 1), made(c.filter, 2)]
          inputs[k]![i]! += h
          return loss(inputs[0]!, inputs[1]!)
        })
        // The forward pass is linear in each input, so a large step costs nothing but rounding.
        expect(Math.abs(up! - down! - gradient[i]!)).toBeLessThan(1e-4)
      }
  })

  test('leak no tensor', async () => {
    await useBackend('wasm')
    await gradients(cases[3]!)
    const before = tf.memory()
    for (let k = 0; k < 20; k++) await gradients(cases[k % cases.length]!)
    expect(tf.memory().numTensors).toBe(before.numTensors)
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers)
  })
})
