import * as tf from '@tensorflow/tfjs'
import { expect, test } from 'vitest'
import { useBackend } from './backend.js'
import { normals } from './gradients/testing/differences.js'

const pools = { maxPool: tf.maxPool, avgPool: tf.avgPool }

test.each([
  ['maxPool', 'ceil'],
  ['maxPool', 'floor'],
  ['maxPool', 'round'],
  ['avgPool', 'ceil'],
  ['avgPool', 'floor'],
] as const)('%s with rounding mode %s on wasm agrees with cpu', async (name, mode) => {
  const results: number[][] = []
  for (const backend of ['cpu', 'wasm'] as const) {
    await useBackend(backend)
    const pool = (side: number) =>
      tf.tidy(() => {
        const x = tf.tensor4d(Float32Array.from(normals([2, side, 6, 2], 81)), [2, side, 6, 2])
        return [...pools[name](x, 3, 2, 1, mode).dataSync()]
      })
    results.push([...pool(5), ...pool(6)])
  }
  expect(results[1]!.length).toBe(results[0]!.length)
  results[1]!.forEach((v, i) => expect(v).toBeCloseTo(results[0]![i]!, 5))
})
