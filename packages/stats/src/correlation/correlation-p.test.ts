import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { studentTSf } from '../distributions/student-t.js'
import { correlationP, correlationT, pFromTail } from './correlation-p.js'

test('equals the t test on t', () => {
  for (const r of [-0.999, -0.3, -1e-9, 0, 0.2, 0.9])
    for (const df of [1, 5, 100, 1e4]) {
      const t = correlationT(r, df)
      expectClose(correlationP(r, df, 'greater'), studentTSf(t, df), 2e-11, 1e-300)
      expectClose(correlationP(r, df, 'less'), studentTSf(-t, df), 2e-11, 1e-300)
      expectClose(correlationP(r, df, 'two-sided'), 2 * studentTSf(Math.abs(t), df), 2e-11, 1e-300)
    }
})

test('edges', () => {
  expect([correlationT(1, 3), correlationT(-1, 3), correlationT(1, 0)]).toEqual([Infinity, -Infinity, NaN])
  expect(correlationP(1, 3, 'two-sided')).toBe(0)
  expect(correlationP(1, 3, 'less')).toBe(1)
  expect(correlationP(1, 0, 'two-sided')).toBe(1)
  expect(correlationP(NaN, 3, 'two-sided')).toBeNaN()
  expect(pFromTail(0.5, 0, 'two-sided')).toBe(1)
})
