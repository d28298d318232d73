import fc from 'fast-check'
import { expect, test } from 'vitest'
import { golden } from './testing/golden.js'
import { ranks } from './ranks.js'

test('equals SciPy', () => {
  for (const { x, ranksX } of golden.correlations) if (ranksX) expect([...ranks(x)]).toEqual(ranksX)
})

test('ties share their mean rank; infinities are extremes; -0 ties with 0', () => {
  expect([...ranks([3, 1, 3, -Infinity, Infinity])]).toEqual([3.5, 2, 3.5, 1, 5])
  expect([...ranks([0, -0, 1])]).toEqual([1.5, 1.5, 3])
})

test('ranks count what is below, half of what is equal, and itself', () => {
  const vector = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(vector, (x) => {
      const naive = x.map((v) => x.filter((w) => w < v).length + (x.filter((w) => w === v).length + 1) / 2)
      expect([...ranks(x)]).toEqual(naive)
    }),
  )
})

test('NaN spreads, empty is an error', () => {
  expect([...ranks([1, NaN])]).toEqual([NaN, NaN])
  expect(() => ranks([])).toThrow('Expected at least 1 value for x but received 0')
})
