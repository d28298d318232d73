import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { meanRating, raters } from '../testing/raters.js'
import { pearsonTest } from './pearson-test.js'

test.each(golden.correlations)('SciPy: $name', ({ x, y, pearson: want }) => {
  for (const [i, alternative] of golden.alternatives.entries())
    // SciPy's incomplete beta function is good to some 1e-11; ours is checked against 50 digits on its own.
    expectClose(pearsonTest(x, y, { alternative }).p, want.p[i]!, 1e-9, 1e-15, alternative)
})

test('published example', () => {
  const { estimate, t, df, p, ci, ...rest } = pearsonTest(raters.net, meanRating)
  expectClose(estimate, -0.17075332982050243, 1e-14)
  expectClose(t, -0.735, 0, 5e-4)
  expect(df).toBe(18)
  expectClose(p, 0.47, 0, 5e-3)
  expect(ci[0]).toBeLessThan(estimate)
  expect(ci[1]).toBeGreaterThan(0)
  expect(rest).toEqual({ n: 20, level: 0.95, alternative: 'two-sided', method: 'pearson' })
})

test('edges', () => {
  expect(pearsonTest([1, 2], [3, 5])).toMatchObject({ estimate: 1, t: NaN, df: 0, p: 1, ci: [-1, 1] })
  expect(pearsonTest([1, 1, 1, 1], [1, 2, 3, 4])).toMatchObject({ estimate: NaN, t: NaN, p: NaN, ci: [NaN, NaN] })
  expect(pearsonTest([1, 2, 3, 4], [1, 2, 3, 4])).toMatchObject({ t: Infinity, p: 0, ci: [1, 1] })
})

test('errors', () => {
  const x = [1, 2, 3]
  expect(() => pearsonTest(x, x, { alternative: 'both' as 'less' })).toThrow(
    'Expected one of two-sided, greater, less for alternative but received "both"',
  )
  expect(() => pearsonTest(x, x, { level: 1 })).toThrow('for level but received 1')
})
