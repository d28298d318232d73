import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { meanInterval } from './mean-interval.js'

test('equals the formula with a 50-digit t quantile', () => {
  for (const { x, level, mean, ci } of golden.means) {
    const result = meanInterval(x, level)
    expectClose(result.estimate, mean, 1e-15)
    // The bounds may lie near 0: they are as good as the half width is, which goes up to 1e3 here.
    const half = (ci[1] - ci[0]) / 2
    expectClose(result.ci[0], ci[0], 0, 1e-13 * half + 1e-14)
    expectClose(result.ci[1], ci[1], 0, 1e-13 * half + 1e-14)
    expect(result).toMatchObject({ n: x.length, level, method: 'student-t' })
  }
})

test('two values: the t of one degree of freedom is a cotangent', () => {
  const { ci } = meanInterval([1, 3], 0.95)
  const half = 1 / Math.tan(Math.PI * 0.025)
  expectClose(ci[0], 2 - half, 1e-13)
  expectClose(ci[1], 2 + half, 1e-13)
})

test('constant, NaN and errors', () => {
  expect(meanInterval([2, 2, 2]).ci).toEqual([2, 2])
  expect(meanInterval([1, NaN])).toMatchObject({ estimate: NaN, ci: [NaN, NaN] })
  expect(() => meanInterval([1])).toThrow('Expected at least 2 values for x but received 1')
  expect(() => meanInterval([1, 2], 1)).toThrow('for level but received 1')
})
