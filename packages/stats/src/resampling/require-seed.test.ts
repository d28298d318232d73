import { expect, test } from 'vitest'
import { requireSeed } from './require-seed.js'

test.each([0, 2 ** 53 - 1, 0n, 2n ** 64n - 1n])('%s is a seed', (seed) => {
  expect(() => requireSeed(seed)).not.toThrow()
})

test.each([-1, 0.5, 2 ** 53, NaN, -1n, 2n ** 64n, '1', null])('%s is not', (seed) => {
  expect(() => requireSeed(seed as number)).toThrow(/^Expected an integer from 0 to .* for seed but received /)
})
