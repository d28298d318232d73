import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { williamsTest } from './williams-test.js'

test.each(golden.williams)('NumPy and SciPy: %s %s %s, n %s', (r12, r13, r23, n, t, ...p) => {
  const got = williamsTest(r12, r13, r23, n)
  // The determinant of correlations near 1 loses some digits on both sides.
  expectClose(got.t, t, 1e-9)
  expect(got).toMatchObject({ estimate: r12 - r13, df: n - 3, n, alternative: 'two-sided', method: 'williams' })
  for (const [i, alternative] of golden.alternatives.entries())
    expectClose(williamsTest(r12, r13, r23, n, { alternative }).p, p[i]!, 1e-7, 1e-15, alternative)
})

test('published example, n = 103: t -0.89, p 0.37', () => {
  const { t, p } = williamsTest(0.4, 0.5, 0.1, 103)
  expectClose(t, -0.89, 0, 5e-3)
  expectClose(p, 0.37, 0, 6e-3)
})

test('edges', () => {
  expect(williamsTest(0.3, 0.3, 0.5, 20)).toMatchObject({ estimate: 0, t: 0, p: 1 })
  expect(williamsTest(0.3, NaN, 0.5, 20)).toMatchObject({ t: NaN, p: NaN })
  expect(williamsTest(0.3, 0.3, 1, 20)).toMatchObject({ t: NaN, p: NaN })
  const [a, b] = [williamsTest(0.5, 0.2, 0.1, 30), williamsTest(0.2, 0.5, 0.1, 30)]
  expect([b.t, b.p]).toEqual([-a.t, a.p])
})

test('errors', () => {
  expect(() => williamsTest(1.1, 0, 0, 9)).toThrow('Expected a correlation from -1 to 1 for r but received 1.1')
  expect(() => williamsTest(0, 0, 0, 3)).toThrow('Expected an integer of at least 4 for n but received 3')
  expect(() => williamsTest(0.9, -0.9, 0.9, 9)).toThrow(
    'Expected correlations that can occur together for r12, r13, r23 but received "0.9, -0.9, 0.9"',
  )
  expect(() => williamsTest(0, 0, 0, 9, { alternative: 'up' as 'less' })).toThrow('for alternative')
})
