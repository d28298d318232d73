import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { float16Value } from './float16.js'
import { readGolden } from './testing/golden.js'

test('gives NumPy float32 bits for all 65536 patterns', () => {
  const { float16 } = readGolden<{ float16: { sha256: string } }>('npy.json')
  const values = Float32Array.from({ length: 65536 }, (_, bits) => float16Value(bits))
  expect(createHash('sha256').update(Buffer.from(values.buffer)).digest('hex')).toBe(float16.sha256)
})

test('subnormals, signed zero, infinities and NaN', () => {
  expect(float16Value(0x0001)).toBe(2 ** -24)
  expect(float16Value(0x8000)).toBe(-0)
  expect(float16Value(0xfc00)).toBe(-Infinity)
  expect(float16Value(0x7e00)).toBeNaN()
  expect(float16Value(0x3c01)).toBe(1 + 2 ** -10)
})
