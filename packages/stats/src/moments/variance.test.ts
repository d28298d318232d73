import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { variance } from './variance.js'

test('equals NumPy with ddof 1', () => {
  for (const { x, variance: want } of golden.means) expectClose(variance(x), want, 1e-14)
})

test('ddof divides by n - ddof', () => {
  expect(variance([1, 2, 6], 0)).toBe(14 / 3)
  expect(variance([1, 2, 6])).toBe(7)
})

test('a large offset costs nothing, and a constant has none', () => {
  expectClose(variance([1e9 + 1, 1e9 + 2, 1e9 + 6]), 7, 1e-15)
  expect(variance([0.1, 0.1, 0.1])).toBe(0)
  expectClose(variance([1e150, 3e150]), 2e300, 1e-15)
})

test('NaN and errors', () => {
  expect(variance([1, NaN])).toBeNaN()
  expect(variance([Infinity, Infinity])).toBeNaN()
  expect(() => variance([1])).toThrow('Expected at least 2 values for x but received 1')
  expect(() => variance([1, 2], -1)).toThrow('Expected an integer of at least 0 for ddof but received -1')
})
