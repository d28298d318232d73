import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { goldenDistributions } from '../testing/golden.js'
import { betaPower } from './beta-power.js'
import { betainc } from './betainc.js'

const parameter = fc.integer({ min: 2, max: 160_000 }).map((k) => k / 16)
const fraction = fc.integer({ min: 1, max: 4095 }).map((k) => k / 4096)

test('equals 50-digit values for a and b from 0.1 to 1e4, down to 1e-300', () => {
  expect(goldenDistributions.betainc.length).toBeGreaterThan(500)
  for (const [a, b, x, want] of goldenDistributions.betainc)
    expectClose(betainc(a!, b!, x!), want!, 1e-12, 0, `I_${x}(${a}, ${b})`)
})

test('closed forms: I_x(1, b), I_x(a, 1) and I_x(1/2, 1/2)', () => {
  for (const x of [1e-300, 1e-10, 0.1, 0.3, 0.5, 0.9, 0.999]) {
    for (const a of [0.1, 1, 3, 40]) {
      expectClose(betainc(1, a, x), -Math.expm1(a * Math.log1p(-x)), 1e-13)
      expectClose(betainc(a, 1, x), x ** a, 1e-13)
    }
    expectClose(betainc(0.5, 0.5, x), (2 / Math.PI) * Math.asin(Math.sqrt(x)), 1e-13)
  }
})

test('I_x(a, b) = I_x(a + 1, b) + x^a (1 - x)^b / (a B(a, b)) (DLMF 8.17.20)', () => {
  // Binary fractions, so that a + 1 and 1 - x are exact.
  fc.assert(
    fc.property(parameter, parameter, fraction, (a, b, x) => {
      const right = betainc(a + 1, b, x) + betaPower(a, b, x, 1 - x) / a
      expectClose(betainc(a, b, x), right, 1e-12, 1e-290, `I_${x}(${a}, ${b})`)
    }),
    { numRuns: 500 },
  )
})

test('limits, NaN and errors', () => {
  expect(betainc(2, 3, 0)).toBe(0)
  expect(betainc(2, 3, 1)).toBe(1)
  expect([betainc(NaN, 1, 0.5), betainc(1, NaN, 0.5), betainc(1, 1, NaN)]).toEqual([NaN, NaN, NaN])
  expect(() => betainc(0, 1, 0.5)).toThrow('Expected a positive number for a but received 0')
  expect(() => betainc(1, Infinity, 0.5)).toThrow('Expected a positive number for b but received Infinity')
  expect(() => betainc(1, 1, -0.1)).toThrow('for x but received -0.1')
})
