import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { fisherInterval, fisherZ } from './fisher.js'

test('equals SciPy', () => {
  for (const { name, x, pearson } of golden.correlations)
    for (const [level, want] of Object.entries(pearson.ci ?? {})) {
      // SciPy's own quantile and artanh near 1 leave 1e-12.
      const { ci } = fisherInterval(pearson.estimate!, x.length, Number(level))
      expectClose(ci[0], want[0]!, 0, 1e-12, name)
      expectClose(ci[1], want[1]!, 0, 1e-12, name)
    }
})

test('is odd in r and carries its method', () => {
  const { ci, ...rest } = fisherInterval(0.6, 30, 0.9)
  expect(rest).toEqual({ estimate: 0.6, n: 30, level: 0.9, method: 'fisher-z' })
  const mirrored = fisherInterval(-0.6, 30, 0.9).ci
  expectClose(mirrored[0], -ci[1], 1e-15)
  expectClose(mirrored[1], -ci[0], 1e-15)
})

test('edges', () => {
  expect(fisherInterval(0.5, 3).ci).toEqual([-1, 1])
  expect(fisherInterval(1, 10).ci).toEqual([1, 1])
  expect(fisherInterval(NaN, 10).ci).toEqual([NaN, NaN])
  expect([fisherZ(0), fisherZ(1), fisherZ(-1), fisherZ(NaN)]).toEqual([0, Infinity, -Infinity, NaN])
})

test('errors', () => {
  expect(() => fisherZ(1.01)).toThrow('Expected a correlation from -1 to 1 for r but received 1.01')
  expect(() => fisherInterval(0.5, 1)).toThrow('Expected an integer of at least 2 for n but received 1')
  expect(() => fisherInterval(0.5, 9, 95)).toThrow(
    'Expected a confidence level between 0 and 1 for level but received 95',
  )
})
