import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { goldenDistributions } from '../testing/golden.js'
import { normalQuantile } from './normal-quantile.js'
import { studentTCdf } from './student-t.js'
import { studentTQuantile } from './student-t-quantile.js'

test('equals 50-digit values', () => {
  for (const [p, df, want] of goldenDistributions.studentTQuantile)
    expectClose(studentTQuantile(p!, df!), want!, 1e-12, 0, `p = ${p}, df = ${df}`)
})

test('inverts the distribution function over a wide grid', () => {
  // An error e of t is df * e (or t^2 * e) of a tail probability: at most some 1400 * 1e-13.
  for (const df of [0.3, 1, 2, 4.5, 17, 300, 1e5, 1e8])
    for (const p of [1e-250, 1e-60, 1e-9, 0.01, 0.2, 0.2501, 0.49, 0.5, 0.51, 0.9, 0.999]) {
      const t = studentTQuantile(p, df)
      if (Number.isFinite(t)) expectClose(studentTCdf(t, df), p, 2e-10, 0, `p = ${p}, df = ${df}`)
    }
})

test('far quantiles at df 1 are cotangents, and overflow to infinity', () => {
  for (const p of [1e-100, 1e-155, 1e-200, 1e-300]) expectClose(studentTQuantile(p, 1), -1 / (Math.PI * p), 1e-11)
  expect(studentTQuantile(1e-300, 0.5)).toBe(-Infinity)
})

test('limits, NaN and errors', () => {
  expect([0, 0.5, 1, NaN].map((p) => studentTQuantile(p, 4))).toEqual([-Infinity, 0, Infinity, NaN])
  expect(studentTQuantile(0.3, Infinity)).toBe(normalQuantile(0.3))
  expect(() => studentTQuantile(-0.1, 4)).toThrow('Expected a probability from 0 to 1 for p but received -0.1')
  expect(() => studentTQuantile(0.1, 0)).toThrow('Expected a positive number for df but received 0')
})
