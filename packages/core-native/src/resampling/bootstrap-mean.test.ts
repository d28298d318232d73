import { describe, expect, test } from 'vitest'
import { expectClose } from '../testing/expect-close.js'
import { bits, fullMantissa, madeMatrix, type FloatType } from '../testing/made-matrix.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { bootstrapMean } from './index.js'

test('the native addon is loaded, so that no contract test passes on the reference alone', () => {
  expect(simdLevels()).toContain('scalar')
})

test.each(['float32', 'float64'] as FloatType[])(
  '%s: every level agrees with the reference, and bit by bit',
  async (type) => {
    for (const [cases, variables] of [
      [1, 1],
      [7, 3],
      [9, 33],
      [300, 65],
    ] as const) {
      const values = madeMatrix(type, cases, variables, (v, i, k) => (i === 2 && k === 2 ? NaN : fullMantissa(v)))
      const options = { draws: 23, seed: 3, level: 0.5 }
      const expected = await bootstrapMean(values, { ...options, device: 'reference' })
      const alone = await atSimdLevel('scalar', () => bootstrapMean(values, { ...options, threads: 1 }))
      for (const level of simdLevels())
        for (const threads of [1, 3]) {
          const found = await atSimdLevel(level, () => bootstrapMean(values, { ...options, threads, device: 'cpu' }))
          expect(bits(found.draws.data).equals(bits(alone.draws.data)), `${level} ${threads}`).toBe(true)
          expectClose(found.draws.data, expected.draws.data, () => 1e-13)
          for (const key of ['estimates', 'standardErrors', 'lower', 'upper', 'p'] as const)
            expectClose(found[key], expected[key], () => 1e-13)
          expect(found.valid).toEqual(expected.valid)
        }
    }
  },
)

test('the standard error is that of the mean, and variables are drawn together', async () => {
  const values = madeMatrix('float64', 50, 2, (v, i, k) => (k === 0 ? v : i))
  const both = { ...values, data: values.data.map((v, k) => (k % 2 === 1 ? 3 * values.data[k - 1]! + 1 : v)) }
  const { draws, standardErrors, estimates } = await bootstrapMean(both, { draws: 20_000, seed: 1 })
  for (let i = 0; i < 20_000; i += 999) expect(draws.data[2 * i + 1]).toBeCloseTo(3 * draws.data[2 * i]! + 1, 12)
  const squares = both.data.filter((_, k) => k % 2 === 0).reduce((sum, v) => sum + (v - estimates[0]!) ** 2, 0)
  // The standard deviation of 20,000 draws errs by 0.5 % of it; 4 standard errors.
  expect(Math.abs(standardErrors[0]! / (Math.sqrt(squares) / 50) - 1)).toBeLessThan(0.02)
})

describe('bad input gets one clear error', () => {
  const x = madeMatrix('float64', 2, 4)
  const bad = bootstrapMean as (...args: unknown[]) => Promise<unknown>
  test.each([
    [
      [{ ...x, data: new Float32Array(0), rows: 0 }, { seed: 1 }],
      'from 1 to 2147483647 for values.rows but received 0',
    ],
    [[x], 'for options.seed but received undefined'],
    [[x, { seed: 1, draws: 0 }], 'for options.draws but received 0'],
    [[x, { seed: 1, level: '1' }], 'for options.level but received 1 of type string'],
  ])('%#', async (args, message) => {
    await expect(bad(...args)).rejects.toThrow(message)
    await expect(bad(...args)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })

  test('more draws than memory holds', async () => {
    const wide = madeMatrix('float32', 1, 100)
    await expect(bootstrapMean(wide, { seed: 1, draws: 2 ** 31 - 1 })).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' })
  })
})
