import { expect, test } from 'vitest'
import { centre, isConstant } from './centre.js'

test('deviations times the scale, with a power of two that adds no rounding', () => {
  const { deviations, sumOfSquares, mean, scale } = centre([1, 2, 6])
  expect(scale).toBe(0.25)
  expect([...deviations]).toEqual([-0.5, -0.25, 0.75])
  expect(sumOfSquares).toBe(0.875)
  expect(mean).toBe(3)
})

test.each([1e-320, 1e-200, 1e200, 8e307])('squares neither overflow nor vanish at %s', (unit) => {
  const { sumOfSquares } = centre([unit, 2 * unit, 1.5 * unit])
  expect(sumOfSquares).toBeGreaterThan(1e-30)
  expect(sumOfSquares).toBeLessThan(10)
})

test('zeros, NaN, infinity', () => {
  expect([...centre([0, 0]).deviations]).toEqual([0, 0])
  expect([...centre([1, NaN]).deviations]).toEqual([NaN, NaN])
  expect([...centre([1, -Infinity]).deviations]).toEqual([NaN, NaN])
})

test('constancy is equality of values', () => {
  expect(isConstant([0.1, 0.1, 0.1])).toBe(true)
  expect(isConstant([0, -0])).toBe(true)
  expect(isConstant([1, 1 + 2 ** -52])).toBe(false)
  expect(isConstant([NaN, NaN])).toBe(false)
  expect(isConstant([NaN])).toBe(false)
})
