import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { spearmanTest } from './spearman-test.js'

// At n = 2 SciPy has no p for Spearman and 1 for Pearson; here it is 1 for both.
test.each(golden.correlations.filter(({ x }) => x.length > 2))('SciPy: $name', ({ x, y, spearman: want }) => {
  for (const [i, alternative] of golden.alternatives.entries())
    expectClose(spearmanTest(x, y, { alternative }).p, want.p[i]!, 1e-9, 1e-15, alternative)
})

test("the interval is Fisher's with Bonett & Wright's variance", () => {
  const { estimate, ci, method } = spearmanTest([1, 2, 3, 4, 5, 6, 7], [2, 1, 4, 3, 7, 5, 6])
  const half = 1.959963984540054 * Math.sqrt((1 + estimate ** 2 / 2) / 4)
  expectClose(ci[0], Math.tanh(Math.atanh(estimate) - half), 0, 1e-14)
  expectClose(ci[1], Math.tanh(Math.atanh(estimate) + half), 0, 1e-14)
  expect(method).toBe('spearman')
})

test('edges', () => {
  expect(spearmanTest([1, 2], [3, 5])).toMatchObject({ estimate: 1, t: NaN, df: 0, p: 1, ci: [-1, 1] })
  expect(spearmanTest([1, NaN, 3], [1, 2, 3])).toMatchObject({ estimate: NaN, p: NaN, ci: [NaN, NaN] })
})
