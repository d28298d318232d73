import { expect, test } from 'vitest'
import { expectClose } from './testing/closeness.js'
import { golden } from './testing/golden.js'
import { quantile } from './quantile.js'

test('equals NumPy, in whatever order the values come', () => {
  const { x, rows } = golden.quantile
  for (const [p, want] of rows) {
    expectClose(quantile(x, p), want, 1e-15, 1e-16)
    expect(quantile(x.toReversed(), p)).toBe(quantile(x, p))
  }
})

test('does not change its input', () => {
  const x = [3, 1, 2]
  expect(quantile(x, 0.5)).toBe(2)
  expect(x).toEqual([3, 1, 2])
})

test('NaN, infinities and errors', () => {
  expect(quantile([1, NaN], 0)).toBeNaN()
  expect(quantile([1, 2], NaN)).toBeNaN()
  expect(quantile([1, Infinity, Infinity], 0.75)).toBe(Infinity)
  expect(quantile([7], 0.3)).toBe(7)
  expect(() => quantile([], 0.5)).toThrow('Expected at least 1 value for x but received 0')
  expect(() => quantile([1], 2)).toThrow('Expected a probability from 0 to 1 for p but received 2')
})
