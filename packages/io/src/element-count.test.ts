import { expect, test } from 'vitest'
import { elementCount } from './element-count.js'

test('multiplies dimensions; none is one element, any zero is none', () => {
  expect(elementCount([])).toBe(1)
  expect(elementCount([10, 28, 28])).toBe(7840)
  expect(elementCount([0])).toBe(0)
  expect(elementCount([...Array<number>(255).fill(2 ** 32 - 1), 0])).toBe(0)
})

test('is exact up to 2^53 and above it only ever larger', () => {
  expect(elementCount([3, 3, 2 ** 49])).toBe(9 * 2 ** 49)
  expect(elementCount([2 ** 31, 2 ** 31])).toBe(2 ** 62)
  // Modulo 2^64 this product is 0 and modulo 2^32 it is 1: counts that wrap around would let it pass.
  expect(elementCount([2 ** 32, 2 ** 32])).toBeGreaterThan(2 ** 53)
  expect(elementCount([2 ** 31 + 1, 2 ** 32 - 1])).toBeGreaterThan(2 ** 53)
  expect(elementCount(Array<number>(255).fill(2 ** 32 - 1))).toBe(Infinity)
})
