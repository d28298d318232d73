import { describe, expect, test } from 'vitest'
import { pearson } from '../correlation/pearson.js'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { linearRegression } from './linear-regression.js'
import { multipleRegression } from './multiple-regression.js'

const named = (columns: readonly ArrayLike<number>[]) => columns.map((values, j) => ({ name: `x${j}`, values }))

test.each(golden.multiple)('equals the normal equations on 50 digits: $name', (want) => {
  const fit = multipleRegression(want.y, named(want.predictors), { level: want.level })
  const tolerance = 1e-12
  for (const [j, got] of [fit.intercept, ...fit.coefficients].entries()) {
    const half = (want.hi[j]! - want.lo[j]!) / 2
    expectClose(got.estimate, want.b[j]!, tolerance, tolerance * half)
    expectClose(got.standardError, want.se[j]!, tolerance)
    expectClose(got.t, want.b[j]! / want.se[j]!, tolerance, tolerance)
    expectClose(got.p, want.p[j]!, 100 * tolerance + 1e-9)
    expectClose(got.ci[0], want.lo[j]!, tolerance, tolerance * half)
    expectClose(got.ci[1], want.hi[j]!, tolerance, tolerance * half)
  }
  for (const [j, { name, standardized }] of fit.coefficients.entries()) {
    expect(name).toBe(`x${j}`)
    expectClose(standardized.estimate, want.beta[j]!, tolerance)
    expectClose(standardized.standardError, want.betaSe[j]!, tolerance)
  }
  expectClose(fit.r2, want.r2, tolerance)
  expectClose(fit.adjustedR2, want.adjustedR2, tolerance)
  expectClose(fit.residualStandardError, want.s, tolerance)
  const [n, k] = [want.y.length, want.predictors.length]
  expect(fit).toMatchObject({ n, df: n - 1 - k, level: want.level, method: 'ordinary-least-squares' })
})

describe('edges', () => {
  test('one predictor is the regression line, and its standardised coefficient the correlation', () => {
    const { x, y } = golden.regression[1]!
    const fit = multipleRegression(y, named([x]))
    const line = linearRegression(x, y)
    expectClose(fit.coefficients[0]!.estimate, line.slope, 1e-13)
    expectClose(fit.intercept.estimate, line.intercept, 1e-13)
    expectClose(fit.residualStandardError, line.residualStandardError, 1e-13)
    expectClose(fit.coefficients[0]!.standardized.estimate, pearson(x, y), 1e-13)
    expectClose(fit.r2, pearson(x, y) ** 2, 1e-13)
  })

  test('the exact plane, far from the origin and in extreme units', () => {
    const [a, b] = [
      [1, 2, 3, 4, 7],
      [2, 1, 0, 5, 3],
    ]
    const y = a.map((v, i) => 1e150 * (3 * v - 2 * b[i]!) + 4e150)
    const fit = multipleRegression(y, named([a.map((v) => 1e-100 * v), b.map((v) => v + 1e8)]))
    expectClose(fit.coefficients[0]!.estimate, 3e250, 1e-13)
    expectClose(fit.coefficients[1]!.estimate, -2e150, 1e-13)
    expectClose(fit.r2, 1, 1e-14)
  })

  test('constant y', () => {
    const fit = multipleRegression([5, 5, 5, 5], named([[1, 2, 4, 8]]))
    expect(fit).toMatchObject({ r2: NaN, residualStandardError: 0, intercept: { estimate: 5, ci: [5, 5] } })
    expect(fit.coefficients[0]).toMatchObject({ estimate: 0, t: NaN, p: NaN, standardized: { estimate: NaN } })
  })

  test('NaN and infinity spread', () => {
    for (const bad of [NaN, Infinity]) {
      const inX = multipleRegression([1, 2, 4, 9, 3], named([[1, bad, 2, 3, 4], [4, 3, 9, 1, 1]])) // prettier-ignore
      const inY = multipleRegression([1, bad, 4, 9, 3], named([[4, 3, 9, 1, 1]]))
      for (const fit of [inX, inY]) {
        expect([fit.r2, fit.intercept.estimate, fit.intercept.p, fit.residualStandardError]).toEqual(Array(4).fill(NaN))
        expect(fit.coefficients[0]).toMatchObject({ estimate: NaN, p: NaN, ci: [NaN, NaN] })
      }
    }
    expect(multipleRegression([1, 2, 4], named([[Infinity, Infinity, Infinity]])).r2).toBeNaN()
  })
})

test('errors', () => {
  const [y, a] = [
    [1, 2, 4, 9, 3],
    [4, 3, 9, 1, 1],
  ]
  const b = [1, 5, 2, 2, 8]
  const want = 'Expected a predictor that varies and is no linear combination of the others for predictor'
  expect(() => multipleRegression(y, named([a, [2, 2, 2, 2, 2]]))).toThrow(`${want} x1 but received "a constant"`)
  const sum = a.map((v, i) => 0.1 * v - 7 * b[i]! + 100)
  expect(() => multipleRegression(y, named([a, b, sum]))).toThrow(`${want} x2 but received "a linear combination`)
  expect(() => multipleRegression(y, named([a, a]))).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
  expect(() => multipleRegression([1, 2], named([[1, 2]]))).toThrow('Expected at least 3 values for y but received 2')
  expect(() => multipleRegression(y, named([[1, 2]]))).toThrow(
    'Expected as many values as y has (5) for predictors[0] but received 2',
  )
  expect(() => multipleRegression(y, [])).toThrow('for predictors but received')
  expect(() => multipleRegression(y, a as unknown as [])).toThrow('Expected an array of numbers for predictors[0]')
  expect(() => multipleRegression(y, named([a]), { level: 0 })).toThrow('for level but received 0')
})
