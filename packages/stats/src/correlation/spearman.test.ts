import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { meanRating, raters } from '../testing/raters.js'
import { spearman } from './spearman.js'

test.each(golden.correlations)('SciPy: $name', ({ x, y, spearman: want }) => {
  expectClose(spearman(x, y), want.estimate, 0, 1e-14)
})

test('published values', () => {
  expectClose(spearman(raters.rater1, raters.rater2), 0.805542027532229, 1e-14)
  expectClose(spearman(raters.net, meanRating), -0.12121559967111241, 1e-14)
})

test('only order counts: increasing maps keep it, infinities are extremes', () => {
  const x = [3, 1, 4, 1, 5, 9, 2, 6]
  const y = [2, 7, 1, 8, 2, 8, 1, 8]
  expect(spearman(x.map(Math.exp), y)).toBe(spearman(x, y))
  expect(
    spearman(
      x.map((v) => (v === 9 ? Infinity : v)),
      y,
    ),
  ).toBe(spearman(x, y))
  expectClose(
    spearman(
      x.map((v) => -v),
      y,
    ),
    -spearman(x, y),
    1e-15,
  )
})

test('constant and NaN give NaN, wrong shapes throw', () => {
  expect(spearman([1, 1], [1, 2])).toBeNaN()
  expect(spearman([1, NaN, 3], [1, 2, 3])).toBeNaN()
  expect(() => spearman([1], [1])).toThrow('Expected at least 2 values for x but received 1')
  expect(() => spearman([1, 2, 3], [1, 2])).toThrow('Expected as many values as x has (3) for y but received 2')
})
