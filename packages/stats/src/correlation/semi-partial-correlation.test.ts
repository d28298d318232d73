import { expect, test } from 'vitest'
import { multipleRegression } from '../regression/multiple-regression.js'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { semiPartialCorrelation } from './semi-partial-correlation.js'

test.each(golden.partial)('NumPy and SciPy: $name', ({ x, y, controls, ...wanted }) => {
  for (const method of ['pearson', 'spearman'] as const) {
    const got = semiPartialCorrelation(x, y, controls, { method })
    const tolerance = 1e-12
    expectClose(got.estimate, wanted[method].semiPartial, tolerance, 0, method)
    expectClose(got.t, wanted[method].t, 10 * tolerance)
    const df = x.length - 2 - controls.length
    expect(got).toMatchObject({ df, n: x.length, controls: controls.length, method: `semi-partial-${method}` })
    for (const [i, alternative] of golden.alternatives.entries()) {
      const { p } = semiPartialCorrelation(x, y, controls, { method, alternative })
      expectClose(p, wanted[method].p[i]!, 100 * tolerance + 1e-9)
    }
  }
})

test('the test is that of the coefficient, and the square is what x adds to R2', () => {
  const { x, y, controls } = golden.partial[2]!
  const named = controls.map((values, j) => ({ name: `z${j}`, values }))
  const without = multipleRegression(y, named)
  const full = multipleRegression(y, [...named, { name: 'x', values: x }])
  const { estimate, t, p, df } = semiPartialCorrelation(x, y, controls)
  expectClose(t, full.coefficients.at(-1)!.t, 1e-12)
  expectClose(p, full.coefficients.at(-1)!.p, 1e-11)
  expect(df).toBe(full.df)
  expectClose(estimate ** 2, full.r2 - without.r2, 1e-12, 1e-14)
})

test('edges and errors', () => {
  const [x, y] = [
    [5, 1, 4, 2, 8],
    [2, 7, 1, 8, 2],
  ]
  const none = { estimate: NaN, t: NaN, p: NaN }
  expect(semiPartialCorrelation(x, y, [x])).toMatchObject(none)
  expect(semiPartialCorrelation(x, [1, 1, 1, 1, 1], [y])).toMatchObject(none)
  expect(semiPartialCorrelation([1, 4, 2], [2, 3, 9], [[1, 2, 2]])).toMatchObject({ df: 0, t: NaN, p: 1 })
  expect(() => semiPartialCorrelation(x, y, [])).toThrow('for controls')
  expect(() => semiPartialCorrelation(x, y, [x], { alternative: 'up' as 'less' })).toThrow('for alternative')
})
