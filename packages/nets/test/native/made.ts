import { philox } from '@likeness/core-native'
import * as tf from '@tensorflow/tfjs'
import { expect } from 'vitest'
import { useBackend, type BackendName } from '../../src/index.js'
import type { NativeBackend } from '../../src/native/native-backend.js'

const kept = new Map<string, Float32Array>()

/** Normal numbers of a shape, the same for the same stream. */
export function made(shape: readonly number[], stream: number, sd = 1): tf.Tensor {
  const key = [stream, sd, ...shape].join()
  const random = philox(11, stream)
  const values =
    kept.get(key) ?? Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => sd * random.normal())
  kept.set(key, values)
  return tf.tensor(values.slice(), [...shape])
}

/** The values of the tensors that `program` gives on a backend. */
export async function valuesOn(
  backend: Exclude<BackendName, 'auto'>,
  program: () => tf.Tensor[],
  threads?: number,
): Promise<Float32Array[]> {
  await useBackend(backend, threads === undefined ? {} : { threads })
  const results = tf.tidy(program)
  const values = results.map((t) => Float32Array.from(t.dataSync()))
  tf.dispose(results)
  return values
}

/** The active backend, which has to be `native`. */
export const nativeBackend = () => tf.backend() as NativeBackend

/** Largest difference relative to the largest expected value; NaN has to meet NaN. */
export function expectClose(actual: readonly Float32Array[], expected: readonly Float32Array[], tolerance: number) {
  expect(actual.map((a) => a.length)).toEqual(expected.map((e) => e.length))
  for (const [k, values] of expected.entries()) {
    const largest = values.reduce((max, v) => Math.max(max, Number.isFinite(v) ? Math.abs(v) : 0), 1e-30)
    let worst = 0
    for (const [i, v] of values.entries()) {
      const difference = Object.is(v, actual[k]![i]!) ? 0 : Math.abs(v - actual[k]![i]!)
      worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference)
    }
    expect(worst / largest, `output ${k}`).toBeLessThan(tolerance)
  }
}

/** The same bits, NaN included. */
export function expectSameBits(actual: readonly Float32Array[], expected: readonly Float32Array[]) {
  const isSame = (a: Float32Array, k: number) =>
    Buffer.from(a.buffer).equals(Buffer.from(expected[k]?.buffer ?? new ArrayBuffer(0)))
  expect(actual.map(isSame)).toEqual(expected.map(() => true))
}
