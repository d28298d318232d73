import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { inversionCdf } from './kendall-exact.js'

test('counts the orders of five by their inversions', () => {
  // Numbers of permutations of 5 with 0, 1, ..., 10 inversions.
  const mahonian = [1, 4, 9, 15, 20, 22, 20, 15, 9, 4, 1]
  let below = 0
  for (const [d, count] of mahonian.entries()) {
    below += count
    expectClose(inversionCdf(5, d), below / 120, 4e-16)
  }
})

test('small counts at any n: 1 / n! and 1 / (n - 1)!', () => {
  let factorial = 1
  for (let n = 2; n <= 150; n++) {
    expectClose(inversionCdf(n, 1), 1 / factorial, 1e-13)
    factorial *= n
    expectClose(inversionCdf(n, 0), 1 / factorial, 1e-13)
  }
  expect(inversionCdf(5, -1)).toBe(0)
  expect(inversionCdf(1000, 1)).toBe(0)
})
