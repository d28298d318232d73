import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { goldenDistributions } from '../testing/golden.js'
import { normalCdf } from './normal-cdf.js'

test('equals 60-digit values in both tails', () => {
  // 1e-13: a few roundings in the exponential. At -38 the value is subnormal, hence two units of 2^-1074 beside it.
  for (const [z, want] of goldenDistributions.normalCdf) expectClose(normalCdf(z!), want!, 1e-13, 1e-323, `z = ${z}`)
})

test('is continuous where the method changes', () => {
  for (const z of [-2.5, 2.5]) expectClose(normalCdf(z - 1e-12), normalCdf(z + 1e-12), 1e-11)
})

test('adds up to one by symmetry', () => {
  for (let z = 0; z < 9; z += 0.1) expectClose(normalCdf(z) + normalCdf(-z), 1, 4e-16)
})

test('limits and NaN', () => {
  expect([-Infinity, -1e308, 1e308, Infinity, NaN].map(normalCdf)).toEqual([0, 0, 1, 1, NaN])
  expect(normalCdf(0)).toBe(0.5)
})
