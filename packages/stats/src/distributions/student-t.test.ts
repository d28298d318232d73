import { describe, expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { goldenDistributions } from '../testing/golden.js'
import { normalCdf } from './normal-cdf.js'
import { scaledDensity, densityAtZero, studentTCdf, studentTSf } from './student-t.js'

describe('studentTSf', () => {
  test('equals 50-digit values for df from 0.5 to 1e6, down to 1e-300', () => {
    for (const [t, df, want] of goldenDistributions.studentTSf) {
      expectClose(studentTSf(t!, df!), want!, 1e-12, 0, `t = ${t}, df = ${df}`)
      expectClose(studentTCdf(-t!, df!), want!, 1e-12, 0, `t = ${-t!}, df = ${df}`)
      expectClose(studentTCdf(t!, df!), 1 - want!, 1e-14, 0, `t = ${t}, df = ${df}`)
    }
  })

  test('closed forms at df 1 (Cauchy) and 2, far tails included', () => {
    for (const t of [1e-200, 1e-3, 1, 50, 1e8, 1e100, 1e200, 1e300]) {
      expectClose(studentTSf(t, 1), Math.atan2(1, t) / Math.PI, 1e-12, 0, `t = ${t}`)
      if (t < 1e100) expectClose(studentTSf(t, 2), 1 / (t * t + 2 + t * Math.sqrt(t * t + 2)), 1e-12, 0, `t = ${t}`)
    }
  })

  test('limits, NaN and errors', () => {
    expect([-Infinity, 0, Infinity, NaN].map((t) => studentTSf(t, 3))).toEqual([1, 0.5, 0, NaN])
    expect(studentTSf(1.3, Infinity)).toBe(normalCdf(-1.3))
    expect(studentTSf(-Infinity, Infinity)).toBe(1)
    expect(studentTSf(1, NaN)).toBeNaN()
    expect(() => studentTSf(1, 0)).toThrow('Expected a positive number for df but received 0')
    expect(() => studentTCdf(1, -2)).toThrow('for df but received -2')
  })
})

test('densities at df 1: 1 / (pi (1 + t^2))', () => {
  expectClose(densityAtZero(1), 1 / Math.PI, 1e-14)
  for (const t of [1e-5, 0.5, 3, 1e6]) expectClose(scaledDensity(t, 1), t / Math.PI / (1 + t * t), 1e-13)
})
