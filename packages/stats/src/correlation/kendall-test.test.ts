import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { kendallTest } from './kendall-test.js'

test.each(golden.correlations)('SciPy: $name', ({ x, y, kendall: want }) => {
  for (const [i, alternative] of golden.alternatives.entries())
    // SciPy's exact counts are sums with cancellation in float64.
    expectClose(kendallTest(x, y, { alternative }).p, want.p[i]!, 1e-11, 1e-15, alternative)
})

test('the golden cases meet both distributions', () => {
  const used = golden.correlations.map(({ x, y }) => kendallTest(x, y).distribution)
  expect(new Set(used)).toEqual(new Set(['exact', 'asymptotic']))
})

test('exact p by listing all orders of four', () => {
  const orders = [0, 1, 2, 3].flatMap((a) =>
    [0, 1, 2, 3].flatMap((b) => [0, 1, 2, 3].map((c) => [a, b, c, 6 - a - b - c])),
  )
  const permutations = orders.filter((order) => new Set(order).size === 4)
  expect(permutations).toHaveLength(24)
  const x = [0, 1, 2, 3]
  const all = permutations.map((y) => kendallTest(x, y).estimate)
  for (const y of permutations) {
    const { estimate, p } = kendallTest(x, y)
    const extreme = all.filter((tau) => Math.abs(tau) >= Math.abs(estimate) - 1e-12).length
    expectClose(p, extreme / 24, 1e-14)
    const above = all.filter((tau) => tau >= estimate - 1e-12).length
    expectClose(kendallTest(x, y, { alternative: 'greater' }).p, above / 24, 1e-14)
  }
})

test('edges and errors', () => {
  expect(kendallTest([1, 1, 1], [1, 2, 3])).toMatchObject({ estimate: NaN, z: NaN, p: NaN, method: 'kendall' })
  expect(kendallTest([1, NaN], [1, 2])).toMatchObject({ estimate: NaN, p: NaN })
  expect(() => kendallTest([1, 2], [1, 2], { alternative: '' as 'less' })).toThrow('for alternative but received ""')
})
