import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { mean } from './mean.js'

test('equals NumPy', () => {
  for (const { x, mean: want } of golden.means) expectClose(mean(x), want, 1e-15)
})

test('keeps small differences on a large offset and does not overflow', () => {
  expect(mean([1e8 + 0.25, 1e8 + 0.5, 1e8 + 0.75])).toBe(1e8 + 0.5)
  expect(mean([1.7e308, 1.7e308])).toBe(1.7e308)
  expect(mean(Float32Array.of(1, 2, 4.5))).toBe(2.5)
})

test('NaN and errors', () => {
  expect(mean([1, NaN])).toBeNaN()
  expect(mean([1, Infinity])).toBeNaN()
  expect(() => mean([])).toThrow('Expected at least 1 value for x but received 0')
  expect(() => mean('12' as unknown as number[])).toThrow('Expected an array of numbers for x but received "12"')
  expect(() => mean([1, null as unknown as number])).toThrow('Expected a number for x[1] but received null')
  expect(() => mean(undefined as unknown as number[])).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
})
