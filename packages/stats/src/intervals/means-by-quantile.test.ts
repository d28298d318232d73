import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { meansByQuantile } from './means-by-quantile.js'

test.each(golden.quantileGroups)("equals pandas' qcut and SciPy: $n", (want) => {
  const groups = meansByQuantile(want.x, want.y, want.groups, { level: want.level })
  expect(groups.map(({ n }) => n)).toEqual(want.n)
  for (const [g, { estimate, ci, edges, level, method }] of groups.entries()) {
    expectClose(estimate, want.mean[g]!, 1e-14, 1e-15)
    // SciPy's t quantile is good to some 1e-9.
    expectClose(ci[0], want.ci[g]![0], 1e-8, 1e-9)
    expectClose(ci[1], want.ci[g]![1], 1e-8, 1e-9)
    expectClose(edges[0], want.edges[g]!, 1e-14, 1e-15)
    expectClose(edges[1], want.edges[g + 1]!, 1e-14, 1e-15)
    expect({ level, method }).toEqual({ level: 0.9, method: 'student-t' })
  }
})

test('cases tied at an edge go to the lower group together; sizes of 2222 cases', () => {
  const groups = meansByQuantile([1, 2, 2, 2, 3, 4], [1, 2, 3, 4, 5, 6], 2)
  expect(groups.map(({ n, estimate }) => [n, estimate])).toEqual([[4, 2.5], [2, 5.5]]) // prettier-ignore
  const x = Array.from({ length: 2222 }, (_, i) => (i * 7) % 2222)
  expect(meansByQuantile(x, x).map(({ n }) => n)).toEqual([556, 555, 555, 556])
})

test('an edge that is a value is that value, whatever g / groups rounds to', () => {
  // 90 * (7 / 10) is a little less than 63.
  const x = Array.from({ length: 91 }, (_, i) => i)
  expect(meansByQuantile(x, x, 10).map(({ n }) => n)).toEqual([10, 9, 9, 9, 9, 9, 9, 9, 9, 9])
  expect(meansByQuantile(x, x, 10)[6]!.edges).toEqual([54, 63])
})

test('edges', () => {
  // All of one value: the first group has everything.
  const [first, second] = meansByQuantile([1, 1, 1], [1, 2, 6], 2)
  expect(first).toMatchObject({ n: 3, estimate: 3 })
  expect(second).toMatchObject({ n: 0, estimate: NaN, ci: [NaN, NaN] })
  expect(meansByQuantile([1, 2], [5, 7], 2)[1]).toMatchObject({ n: 1, estimate: 7, ci: [NaN, NaN] })
  for (const group of meansByQuantile([1, NaN, 3, 4], [1, 2, 3, 4], 2))
    expect(group).toMatchObject({ n: 0, estimate: NaN, ci: [NaN, NaN], edges: [NaN, NaN] })
  const [clean, spoilt] = meansByQuantile([1, 2, 3, 4], [1, 2, NaN, 4], 2)
  expect([clean!.estimate, spoilt!.estimate, spoilt!.n]).toEqual([1.5, NaN, 2])
})

test('errors', () => {
  expect(() => meansByQuantile([1, 2], [1])).toThrow('for y but received 1')
  expect(() => meansByQuantile([1, 2, 3], [1, 2, 3])).toThrow(
    'Expected an integer from 2 to 3 for groups but received 4',
  )
  expect(() => meansByQuantile([1, 2], [1, 2], 2, { level: 1 })).toThrow('for level but received 1')
})
