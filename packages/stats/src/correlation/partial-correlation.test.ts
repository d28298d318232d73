import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { partialCorrelation } from './partial-correlation.js'
import { pearson } from './pearson.js'

const methods = ['pearson', 'spearman'] as const

test.each(golden.partial)('NumPy and SciPy: $name', ({ x, y, controls, ...wanted }) => {
  for (const method of methods) {
    const { ci, ...got } = partialCorrelation(x, y, controls, { method })
    const want = wanted[method]
    const tolerance = 1e-12
    expectClose(got.estimate, want.estimate, tolerance, 0, method)
    expectClose(got.t, want.t, 10 * tolerance)
    expectClose(ci[0], want.ci[0]!, 0, 10 * tolerance)
    expectClose(ci[1], want.ci[1]!, 0, 10 * tolerance)
    const df = x.length - 2 - controls.length
    expect(got).toMatchObject({ df, n: x.length, controls: controls.length, method: `partial-${method}`, level: 0.95 })
    for (const [i, alternative] of golden.alternatives.entries())
      expectClose(partialCorrelation(x, y, controls, { method, alternative }).p, want.p[i]!, 100 * tolerance + 1e-9)
  }
})

test('one control: the formula of the three correlations', () => {
  const [x, y, z] = [
    [1, 4, 2, 8, 5],
    [2, 3, 9, 7, 7],
    [1, 2, 2, 3, 9],
  ] as const
  const [xy, xz, yz] = [pearson(x, y), pearson(x, z), pearson(y, z)]
  const want = (xy - xz * yz) / Math.sqrt((1 - xz ** 2) * (1 - yz ** 2))
  expectClose(partialCorrelation(x, y, [z]).estimate, want, 1e-14)
})

test('no dependence on offset and units of the controls', () => {
  const { x, y, controls } = golden.partial[2]!
  const moved = controls.map((c, j) => c.map((v) => 2 ** (20 * j) * v + 3))
  expectClose(partialCorrelation(x, y, moved).estimate, partialCorrelation(x, y, controls).estimate, 1e-12)
})

test('edges', () => {
  const [x, y, z] = [
    [1, 4, 2],
    [2, 3, 9],
    [1, 2, 2],
  ]
  // Two of three residuals are free of the fit: one direction, so a correlation of 1 or -1.
  expect(partialCorrelation(x, y, [z])).toMatchObject({ df: 0, t: NaN, p: 1, ci: [-1, 1] })
  const undefinedValue = { estimate: NaN, t: NaN, p: NaN, ci: [NaN, NaN] }
  const long = [5, 1, 4, 2, 8, 6]
  const other = [2, 7, 1, 8, 2, 8]
  const constant = [3, 3, 3, 3, 3, 3]
  for (const method of methods) {
    expect(partialCorrelation(constant, long, [other], { method })).toMatchObject(undefinedValue)
    expect(partialCorrelation(long, other, [constant], { method })).toMatchObject(undefinedValue)
    expect(partialCorrelation(long, other, [[1, 2, NaN, 4, 5, 7]], { method })).toMatchObject(undefinedValue)
    // The control is x, then a control twice.
    expect(partialCorrelation(long, other, [long.map((v) => 3 * v - 1)], { method })).toMatchObject(undefinedValue)
    const twice = [other, other.map((v) => 2 * v)]
    expect(partialCorrelation(long, [1, 2, 4, 8, 16, 31], twice, { method })).toMatchObject(undefinedValue)
  }
})

test('errors', () => {
  const x = [1, 2, 4]
  expect(() => partialCorrelation(x, [1, 2], [x])).toThrow('Expected as many values as x has (3) for y but received 2')
  expect(() => partialCorrelation(x, x, [[1, 2]])).toThrow(
    'Expected as many values as x has (3) for controls[0] but received 2',
  )
  expect(() => partialCorrelation(x, x, [])).toThrow('Expected a list of vectors for controls but received')
  expect(() => partialCorrelation(x, x, x as unknown as number[][])).toThrow(
    'Expected an array of numbers for controls[0] but received 1',
  )
  expect(() => partialCorrelation(x, x, [x, x])).toThrow('Expected at least 4 values for x but received 3')
  expect(() => partialCorrelation(x, x, [x], { method: 'kendall' as 'pearson' })).toThrow(
    'Expected one of pearson, spearman for method but received "kendall"',
  )
  expect(() => partialCorrelation(x, x, [x], { level: 95 })).toThrow('for level but received 95')
  expect(() => partialCorrelation(x, x, [x], { alternative: 'up' as 'less' })).toThrow('for alternative')
})
