import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { goldenDistributions } from '../testing/golden.js'
import { normalCdf } from './normal-cdf.js'
import { normalQuantile } from './normal-quantile.js'

test('equals 60-digit values, subnormal probabilities included', () => {
  for (const [p, want] of goldenDistributions.normalQuantile)
    expectClose(normalQuantile(p!), want!, 1e-13, 0, `p = ${p}`)
})

test('inverts the distribution function', () => {
  // A relative change of z is z^2 times as large in the tail: 38^2 * 1e-13.
  for (let p = 1e-300; p < 0.5; p *= 3) expectClose(normalCdf(normalQuantile(p)), p, 2e-10, 0, `p = ${p}`)
})

test('is odd about one half', () => {
  for (const p of [2 ** -30, 2 ** -8, 0.125, 0.375]) expect(normalQuantile(1 - p)).toBe(-normalQuantile(p))
})

test('limits, NaN and errors', () => {
  expect([0, 0.5, 1, NaN].map(normalQuantile)).toEqual([-Infinity, 0, Infinity, NaN])
  expect(() => normalQuantile(1.1)).toThrow('Expected a probability from 0 to 1 for p but received 1.1')
  expect(() => normalQuantile('0.5' as unknown as number)).toThrow('for p but received "0.5"')
})
