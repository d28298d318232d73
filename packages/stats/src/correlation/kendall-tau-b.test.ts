import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { kendallTauB } from './kendall-tau-b.js'

/** tau-b straight from its definition, O(n^2). */
function naive(x: readonly number[], y: readonly number[]): number {
  let [score, untiedX, untiedY] = [0, 0, 0]
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < i; j++) {
      const [a, b] = [Math.sign(x[i]! - x[j]!), Math.sign(y[i]! - y[j]!)]
      score += a * b
      untiedX += a * a
      untiedY += b * b
    }
  return score / Math.sqrt(untiedX) / Math.sqrt(untiedY)
}

test.each(golden.correlations)('SciPy: $name', ({ x, y, kendall: want }) => {
  expectClose(kendallTauB(x, y), want.estimate, 1e-15, 1e-16)
})

test('equals the naive double loop; increasing maps keep it, a reflection turns its sign', () => {
  const value = fc.integer({ min: 0, max: 12 })
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 60 }), (rows) => {
      const [x, y] = [rows.map((row) => row[0]), rows.map((row) => row[1])]
      const tau = kendallTauB(x, y)
      expectClose(tau, naive(x, y), 1e-15)
      expectClose(
        kendallTauB(
          x.map((v) => v ** 3),
          y,
        ),
        tau,
        0,
      )
      expectClose(
        kendallTauB(
          x,
          y.map((v) => -v),
        ),
        -tau,
        0,
      )
      expectClose(kendallTauB(y, x), tau, 1e-15)
    }),
  )
})

test('a hundred thousand cases take O(n log n)', () => {
  const n = 100_000
  const x = Float64Array.from({ length: n }, (_, i) => (i * 7919) % 10_007)
  expect(kendallTauB(x, x)).toBe(1)
})

test('constant and NaN give NaN, wrong shapes throw', () => {
  expect(kendallTauB([1, 1, 1], [1, 2, 3])).toBeNaN()
  expect(kendallTauB([1, 2, 3], [1, NaN, 3])).toBeNaN()
  expect(kendallTauB([-Infinity, 2, Infinity], [1, 2, 3])).toBe(1)
  expect(() => kendallTauB([1], [1])).toThrow('Expected at least 2 values for x but received 1')
})
