import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { stirlingError } from './stirling-error.js'

test('completes Stirling at integers, where gamma is a factorial', () => {
  let logFactorial = 0
  for (let z = 1; z < 60; z++) {
    if (z > 1) logFactorial += Math.log(z - 1)
    const stirling = (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI)
    // The reference subtracts numbers up to 200, so it is good to some 1e-13.
    expectClose(stirlingError(z), logFactorial - stirling, 0, 2e-13, `z = ${z}`)
  }
})

test('at one half gamma is sqrt(pi)', () => {
  const stirling = -0.5 + 0.5 * Math.log(2 * Math.PI)
  expectClose(stirlingError(0.5), 0.5 * Math.log(Math.PI) - stirling, 0, 2e-15)
})

test('does not jump where the series takes over', () => {
  expect(Math.abs(stirlingError(13 - 1e-13) - stirlingError(13))).toBeLessThan(2e-15)
})
