import { expect, test } from 'vitest'
import { familywiseP } from './familywise.js'

const p = (maxima: number[], ...scores: number[]) => [
  ...familywiseP(Float64Array.from(maxima), Float64Array.from(scores)),
]

test('the share of maxima that reach a score, in whatever order they come', () => {
  expect(p([5, 1, 3, 2], 0, 1, 1.5, 2, 4, 5)).toEqual([1, 1, 3 / 4, 3 / 4, 1 / 4, 1 / 4])
  expect(p([10, 9, 100], 9.5)).toEqual([2 / 3])
})

test('maxima that are equal but for rounding reach a score, of either sign', () => {
  expect(p([1, 1 - 1e-15, 1 - 1e-6], 1)).toEqual([2 / 3])
  expect(p([-1, -1 - 1e-15, -1 - 1e-6], -1)).toEqual([2 / 3])
})

test('NaN has no p', () => {
  expect(p([1, 2], NaN, 2)).toEqual([NaN, 1 / 2])
})
