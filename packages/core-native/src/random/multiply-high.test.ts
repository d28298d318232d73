import fc from 'fast-check'
import { expect, test } from 'vitest'
import { multiplyHigh } from './multiply-high.js'

const word = fc.integer({ min: 0, max: 0xffffffff })

test('is the high word of the product taken with BigInt', () => {
  fc.assert(fc.property(word, word, (a, b) => multiplyHigh(a, b) === Number((BigInt(a) * BigInt(b)) >> 32n)))
})

test.each([
  [0xffffffff, 0xffffffff, 0xfffffffe],
  [0xffff0000, 0xffff, 0xfffe],
  [0, 0xffffffff, 0],
])('carries between halves: %i * %i', (a, b, high) => {
  expect(multiplyHigh(a, b)).toBe(high)
})
