import { describe, expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { linearRegression } from './linear-regression.js'

test.each(golden.regression)('equals SciPy and the matrix form of the band', (want) => {
  const fit = linearRegression(want.x, want.y, { level: want.level, at: want.at })
  expectClose(fit.slope, want.slope, 1e-12)
  expectClose(fit.intercept, want.intercept, 1e-12)
  // 1e-12: the oracle inverts a matrix and subtracts fitted from measured values.
  expectClose(fit.residualStandardError, want.s, 1e-12)
  for (const [i, { x, estimate, ci }] of fit.band.entries()) {
    expect(x).toBe(want.at[i])
    expectClose(estimate, want.fit[i]!, 1e-12, 1e-13)
    expectClose(ci[0], want.lo[i]!, 1e-12, 1e-12)
    expectClose(ci[1], want.hi[i]!, 1e-12, 1e-12)
  }
  expect(fit).toMatchObject({ n: want.x.length, df: want.x.length - 2, method: 'ordinary-least-squares' })
})

describe('edges', () => {
  test('an exact line, far from the origin and in large units', () => {
    const x = [1e8, 1e8 + 1, 1e8 + 2, 1e8 + 3]
    const fit = linearRegression(
      x,
      x.map((v) => 1e150 * (v - 1e8)),
      { at: [1e8 + 10] },
    )
    expectClose(fit.slope, 1e150, 1e-14)
    expectClose(fit.band[0]!.estimate, 1e151, 1e-14)
    expectClose(fit.residualStandardError, 0, 0, 1e136)
  })

  test('constant y is a level line', () => {
    const fit = linearRegression([1, 2, 3], [5, 5, 5], { at: [9] })
    expect(fit).toMatchObject({ slope: 0, intercept: 5, band: [{ x: 9, estimate: 5, ci: [5, 5] }] })
  })

  test('the band is narrowest at the mean of x', () => {
    const { band } = linearRegression([1, 2, 3, 6], [1, 3, 2, 5], { at: [1, 3, 5] })
    const width = band.map(({ ci }) => ci[1] - ci[0])
    expect(width[1]).toBeLessThan(width[0]!)
    expectClose(width[0]!, width[2]!, 1e-14)
  })

  test('no point asked for, no band; NaN spreads', () => {
    expect(linearRegression([1, 2, 3], [1, 2, 4]).band).toEqual([])
    const fit = linearRegression([1, 2, 3], [1, NaN, 4], { at: [2] })
    expect([fit.slope, fit.intercept, fit.band[0]!.estimate, fit.band[0]!.ci[0]]).toEqual([NaN, NaN, NaN, NaN])
  })

  test('errors', () => {
    const message = 'Expected at least two different values for x but received "3 times 2"'
    expect(() => linearRegression([2, 2, 2], [1, 2, 3])).toThrow(message)
    expect(() => linearRegression([1, 2], [1, 2])).toThrow('Expected at least 3 values for x but received 2')
    expect(() => linearRegression([1, 2, 3], [1, 2, 3], { at: 2 as unknown as number[] })).toThrow(
      'Expected an array of numbers for at but received 2',
    )
    expect(() => linearRegression([1, 2, 3], [1, 2, 3], { level: 95 })).toThrow('for level but received 95')
  })
})
