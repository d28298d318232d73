import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { betaExcess, betaPower } from './beta-power.js'

test('equals x^a y^b / B(a, b) for small integers, where B is a ratio of factorials', () => {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))
  for (let a = 1; a < 9; a++)
    for (let b = 1; b < 9; b++)
      for (const x of [2 ** -20, 0.25, 0.5, 0.75, 1 - 2 ** -20]) {
        const beta = (factorial(a - 1) * factorial(b - 1)) / factorial(a + b - 1)
        expectClose(betaPower(a, b, x, 1 - x), (x ** a * (1 - x) ** b) / beta, 2e-14, 0, `${a} ${b} ${x}`)
      }
})

test('the excess over the mean is zero at the mean and has the sign of x - mean', () => {
  expect(betaExcess(1, 3, 0.25, 0.75)).toBe(0)
  expect(betaExcess(3, 1, 0.75, 0.25)).toBe(0)
  expect(betaExcess(1, 3, 0.5, 0.5)).toBe(1)
  expect(betaExcess(3, 1, 0.5, 0.5)).toBe(-1)
})
