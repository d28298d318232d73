import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { acceleration, bcaProbabilities, biasCorrection } from './bca.js'

test('without bias and skewness the probabilities are those of the percentile method', () => {
  const [lo, hi] = bcaProbabilities(0, 0, 0.9)
  expectClose(lo, 0.05, 1e-14)
  expectClose(hi, 0.95, 1e-14)
})

test('a symmetric jackknife has no acceleration; a skewed one has the sign of its skew', () => {
  expect(acceleration(Float64Array.of(-1, 0, 1))).toBe(0)
  // Deviations 1, 1, -2: cubes -6, squares 6.
  expectClose(acceleration(Float64Array.of(0, 0, 3)), -6 / (6 * 6 ** 1.5), 1e-15)
  expect(acceleration(Float64Array.of(2, 2, 2))).toBeNaN()
})

test('bias correction is the normal score of the share below, ties half', () => {
  expect(biasCorrection(2, Float64Array.of(1, 2, 3))).toBe(0)
  expect(biasCorrection(0, Float64Array.of(1, 2))).toBe(-Infinity)
})

test('undefined corrections give NaN', () => {
  expect(bcaProbabilities(Infinity, 0, 0.9)).toEqual([NaN, NaN])
  expect(bcaProbabilities(0, NaN, 0.9)).toEqual([NaN, NaN])
})
