import { describe, expect, test } from 'vitest'
import { expectClose } from '../testing/expect-close.js'
import { bits, madeMatrix, type FloatType } from '../testing/made-matrix.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { permuteCorrelation, resamplingComparisons } from './index.js'

const made = (type: FloatType, n: number, row: number, steps = 0) =>
  madeMatrix(type, row + 1, n, (v) => (steps ? Math.round(v * steps) : v)).data.subarray(row * n)

test.each(simdLevels())('agrees with the reference at level %s', async (level) => {
  for (const [n, steps] of [
    [3, 0],
    [8, 2],
    [257, 3],
  ] as const)
    for (const comparison of resamplingComparisons) {
      const [x, y] = [made('float32', n, 0, steps), made('float64', n, 1, steps)]
      const options = { comparison, permutations: 21, seed: 2n ** 60n }
      const expected = await permuteCorrelation(x, y, { ...options, device: 'reference' })
      const found = await atSimdLevel(level, () => permuteCorrelation(x, y, { ...options, device: 'cpu' }))
      expectClose([found.estimate, ...found.null], [expected.estimate, ...expected.null], () => 1e-14)
      expect(found.p).toEqual(expected.p)
      const alone = await atSimdLevel('scalar', () => permuteCorrelation(x, y, { ...options, threads: 1 }))
      expect(bits(found.null).equals(bits(alone.null))).toBe(true)
    }
})

test('agrees with all 24 orders of four', async () => {
  const [x, y] = [Float64Array.of(1, 2, 3, 4), Float64Array.of(2, 1, 5, 9)]
  const options = { comparison: 'pearson', alternative: 'greater', permutations: 20_000, seed: 4 } as const
  const { p, estimate } = await permuteCorrelation(x, y, options)
  expect(estimate).toBeCloseTo(0.898, 3)
  // The orders 1 2 5 9 and 2 1 5 9, so 2 of 24; 4 standard errors are 0.0078.
  expect(Math.abs(p - 2 / 24)).toBeLessThan(0.0078)
})

test('constant vectors and NaN have no correlation', async () => {
  const x = Float64Array.of(1, 2, 3, 4)
  for (const y of [Float64Array.of(2, 2, 2, 2), Float64Array.of(2, NaN, 1, 2)])
    for (const comparison of ['pearson', 'spearman', 'tau-b'] as const) {
      const { p, estimate, null: values } = await permuteCorrelation(x, y, { comparison, permutations: 9, seed: 1 })
      expect([p, estimate, ...values]).toEqual(Array.from({ length: 11 }, () => NaN))
    }
})

describe('bad input gets one clear error', () => {
  const x = Float64Array.of(1, 2, 3)
  const bad = permuteCorrelation as (...args: unknown[]) => Promise<unknown>
  test.each([
    [[[1, 2, 3], x, { seed: 1 }], 'Expected a Float32Array or Float64Array for x but received an object of type Array'],
    [[x, x.subarray(1), { seed: 1 }], 'Expected 3 to 2097152 values for y but received 2'],
    [[x, Float64Array.of(1, 2, 3, 4), { seed: 1 }], 'Expected the 3 values of x for y but received 4'],
    [[x, x, {}], 'for options.seed but received undefined'],
  ])('%#', async (args, message) => {
    await expect(bad(...args)).rejects.toThrow(message)
  })
})
