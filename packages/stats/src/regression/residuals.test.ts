import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { residuals } from './residuals.js'

test.each(golden.partial)('equals NumPy: $name', ({ x, controls, residuals: want }) => {
  const got = residuals(x, controls)
  const size = Math.max(...want.map(Math.abs))
  got.forEach((value, i) => expectClose(value, want[i]!, 0, 1e-12 * size + 1e-16 * Math.abs(x[i]!) * 100))
  // Exact to rounding even where the oracle's raw columns are not: mean 0, and nothing along any control.
  for (const column of [x.map(() => 1), ...controls]) {
    const length = Math.hypot(...column)
    expectClose(got.reduce((sum, value, i) => sum + (value * column[i]!) / length, 0), 0, 0, 1e-13 * Math.hypot(...x)) // prettier-ignore
  }
})

test('edges and errors', () => {
  expect([...residuals([1, NaN, 2], [[1, 2, 4]])]).toEqual([NaN, NaN, NaN])
  expect([...residuals([7, 7, 7], [[1, 2, 4]])]).toEqual([0, 0, 0])
  expect(() => residuals([1, 2, 4], [[3, 3, 3]])).toThrow('for predictors[0] but received "a constant"')
  expect(() => residuals([1, 2], [[3, 1]])).toThrow('Expected at least 3 values for y but received 2')
})
