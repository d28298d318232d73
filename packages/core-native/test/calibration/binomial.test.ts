import { expect, test } from 'vitest'
import { binomialInterval } from './binomial.js'

// scipy.stats.binom.ppf and isf of 0.005, SciPy 1.17.1.
test.each([
  [2000, 0.05, 76, 126],
  [500, 0.8, 376, 422],
  [1000, 0.95, 931, 967],
  [4000, 0.04, 129, 193],
  [20, 0.999, 19, 20],
  [10, 0.5, 1, 9],
  [3, 0.01, 0, 1],
  [1, 0.5, 0, 1],
])('of %d draws at %d, 99 of 100 counts lie from %d to %d', (n, rate, low, high) => {
  expect(binomialInterval(n, rate)).toEqual([low, high])
})
