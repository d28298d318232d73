import { philox } from '@likeness/core-native'
import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from './backend.js'

type Pad = 'same' | 'valid' | number
const cases: {
  x: [number, number, number, number]
  size: [number, number]
  stride: number
  pad: Pad
  mode?: 'ceil'
}[] = [
  { x: [2, 4, 6, 3], size: [2, 2], stride: 2, pad: 'valid' },
  { x: [2, 7, 6, 2], size: [3, 3], stride: 2, pad: 'same' },
  { x: [1, 7, 8, 2], size: [3, 2], stride: 1, pad: 'valid' },
  { x: [1, 6, 5, 1], size: [3, 3], stride: 2, pad: 1 },
  { x: [2, 6, 5, 2], size: [3, 3], stride: 2, pad: 1, mode: 'ceil' },
  { x: [1, 5, 5, 2], size: [1, 1], stride: 2, pad: 'valid' },
]

/** Small integers, so that windows have ties and maxima below zero, and some NaN. */
const made = (length: number) => {
  const random = philox(61)
  return Float32Array.from({ length }, () => (random.uniform() < 0.1 ? NaN : random.integer(6) - 4))
}

/** The definition: every window goes through its pixels in order and keeps the first that is larger. */
function reference({ x: shape, size, stride, pad, mode }: (typeof cases)[number], x: Float32Array, dy: Float32Array) {
  const info = tf.backend_util.computePool2DInfo(shape, size, stride, 1, pad, mode)
  const [dx, at] = [new Float32Array(x.length), [] as number[]]
  for (let b = 0; b < shape[0]; b++)
    for (let i = 0; i < info.outHeight; i++)
      for (let j = 0; j < info.outWidth; j++)
        for (let c = 0; c < shape[3]; c++) {
          let [best, chosen] = [-Infinity, -1]
          for (let p = 0; p < size[0] * size[1]; p++) {
            const r = i * stride - info.padInfo.top + Math.floor(p / size[1])
            const q = j * stride - info.padInfo.left + (p % size[1])
            const index = ((b * shape[1] + r) * shape[2] + q) * shape[3] + c
            if (r < 0 || q < 0 || r >= shape[1] || q >= shape[2] || !(x[index]! > best)) continue
            ;[best, chosen] = [x[index]!, index]
          }
          if (chosen >= 0) dx[chosen]! += dy[at.length]!
          at.push(chosen)
        }
  return { dx, at }
}

describe.each(['cpu', 'wasm'] as const)('maximum pooling on %s', (backend) => {
  beforeAll(async () => void (await useBackend(backend)))

  test.each(cases)('gradient, by its definition: $x, $size, stride $stride, $pad, $mode', (c) => {
    const values = made(tf.util.sizeFromShape(c.x))
    const pool = (x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, c.size, c.stride, c.pad, c.mode)
    tf.tidy(() => {
      const x = tf.tensor4d(values, c.x)
      const y = pool(x)
      const dy = Float32Array.from({ length: y.size }, (_, k) => k + 1)
      const expected = reference(c, values, dy)
      const dx = tf.grad(pool)(x, tf.tensor(dy, y.shape))
      expect(dx.shape).toEqual(c.x)
      expect([...dx.dataSync()]).toEqual([...expected.dx])
    })
  })

  test.each(cases)('second gradient is the transpose, ties and NaN included: $x, $size, stride $stride, $pad', (c) => {
    const values = made(tf.util.sizeFromShape(c.x))
    const pool = (x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, c.size, c.stride, c.pad, c.mode)
    tf.tidy(() => {
      const x = tf.tensor4d(values, c.x)
      const dy = tf.onesLike(pool(x))
      const v = Float32Array.from(values, (_, k) => k + 1)
      const gathered = tf.grad((d) => tf.grad(pool)(x, d))(dy, tf.tensor(v, c.x))
      const { at } = reference(c, values, new Float32Array(dy.size))
      expect([...gathered.dataSync()]).toEqual(at.map((k) => (k < 0 ? 0 : v[k])))
    })
  })

  test.each([false, true])('maxPoolWithArgmax, batch in index: %s', (includeBatch) => {
    const c = cases[1]!
    const values = made(tf.util.sizeFromShape(c.x))
    tf.tidy(() => {
      const { result, indexes } = tf.maxPoolWithArgmax(tf.tensor4d(values, c.x), c.size, c.stride, c.pad, includeBatch)
      const { at } = reference(c, values, new Float32Array(result!.size))
      const image = includeBatch ? Infinity : tf.util.sizeFromShape(c.x) / c.x[0]
      expect([...indexes!.dataSync()]).toEqual(at.map((k) => (k < 0 ? -1 : k % image)))
      expect([...result!.dataSync()]).toEqual(at.map((k) => (k < 0 ? -Infinity : values[k])))
    })
  })
})
