import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { wilsonInterval } from './wilson-interval.js'

test('equals SciPy', () => {
  for (const [k, n, level, lo, hi] of golden.wilson) {
    const { estimate, ci, ...rest } = wilsonInterval(k, n, level)
    expect(estimate).toBe(k / n)
    // The bounds are of order 1; at the ends SciPy leaves a rounding error where the exact bound is 0 or 1.
    expectClose(ci[0], lo, 0, 1e-14)
    expectClose(ci[1], hi, 0, 1e-14)
    expect(rest).toEqual({ n, level, method: 'wilson' })
  }
})

test('mirrors, and touches 0 and 1 exactly', () => {
  expect(wilsonInterval(0, 7).ci[0]).toBe(0)
  expect(wilsonInterval(7, 7).ci[1]).toBe(1)
  const [a, b] = [wilsonInterval(2, 9).ci, wilsonInterval(7, 9).ci]
  expectClose(a[0], 1 - b[1], 0, 1e-15)
  expectClose(a[1], 1 - b[0], 0, 1e-15)
})

test('errors', () => {
  expect(() => wilsonInterval(3, 2)).toThrow('Expected an integer from 0 to 2 for k but received 3')
  expect(() => wilsonInterval(0, 0)).toThrow('Expected an integer of at least 1 for n but received 0')
  expect(() => wilsonInterval(0.5, 2)).toThrow('for k but received 0.5')
  expect(() => wilsonInterval(1, 2, 0)).toThrow('for level but received 0')
})
