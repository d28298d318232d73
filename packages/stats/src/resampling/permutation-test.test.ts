import { philox } from '@likeness/core-native'
import { describe, expect, test } from 'vitest'
import { gather } from '../correlation/methods.js'
import { pearson } from '../correlation/pearson.js'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { permutationTest } from './permutation-test.js'

test.each(golden.resampling)(
  'equals NumPy with the same stream per permutation',
  async ({ x, y, permutation: want }) => {
    const { seed, permutations, observed, k, first } = want
    for (const [i, alternative] of golden.alternatives.entries()) {
      const statistic = (order: Int32Array) => pearson(x, gather(y, order))
      const result = await permutationTest(statistic, x.length, { seed, permutations, alternative })
      expectClose(result.observed, observed, 0, 1e-14)
      expect(result.k).toBe(k[i])
      expect(result.p).toBe((k[i]! + 1) / (permutations + 1))
      expect(result.null).toHaveLength(permutations)
      for (const [b, value] of first.entries()) expectClose(result.null[b]!, value, 0, 1e-14)
    }
  },
)

test('agrees with all 24 orders of four', async () => {
  const [x, y] = [
    [1, 2, 3, 4],
    [2, 1, 5, 9],
  ]
  const statistic = (order: Int32Array) => pearson(x!, gather(y!, order))
  const { p } = await permutationTest(statistic, 4, { seed: 4, permutations: 20_000, alternative: 'greater' })
  // r >= 0.933: the orders 1 2 5 9 and 2 1 5 9, so 2 of 24; 4 standard errors are 0.0078.
  expect(Math.abs(p - 2 / 24)).toBeLessThan(0.0078)
})

test('ties count as extreme although rounding sets them apart', async () => {
  let call = 0
  const statistic = () => 0.3 + (call++ % 2) * 5e-17
  expect((await permutationTest(statistic, 5, { seed: 1, permutations: 50 })).k).toBe(50)
})

test('p is never 0 and reaches 1', async () => {
  const only = (order: Int32Array) => +order.every((v, i) => v === i)
  expect((await permutationTest(only, 30, { seed: 1, permutations: 99 })).p).toBe(0.01)
  expect((await permutationTest(() => 0, 30, { seed: 1, permutations: 99 })).p).toBe(1)
})

describe('calibration, seeds fixed: without association p is uniform', () => {
  test('over 400 data sets of 12 pairs with 199 permutations', async () => {
    const ps: number[] = []
    for (let set = 0; set < 400; set++) {
      const rng = philox(123, set)
      const [x, y] = [0, 1].map(() => Float64Array.from({ length: 12 }, () => rng.normal()))
      const statistic = (order: Int32Array) => pearson(x!, gather(y!, order))
      ps.push((await permutationTest(statistic, 12, { seed: set, permutations: 199 })).p)
    }
    // Binomial: 400 * 0.05 = 20 with standard deviation 4.4, 400 * 0.5 = 200 with 10; 4 standard deviations.
    expect(Math.abs(ps.filter((p) => p <= 0.05).length - 20)).toBeLessThanOrEqual(17)
    expect(Math.abs(ps.filter((p) => p <= 0.5).length - 200)).toBeLessThanOrEqual(40)
  })
})

test('NaN gives NaN', async () => {
  expect((await permutationTest(() => NaN, 3, { seed: 1, permutations: 5 })).p).toBeNaN()
  let call = 0
  const late = () => (++call === 4 ? NaN : 1)
  expect(await permutationTest(late, 3, { seed: 1, permutations: 5 })).toMatchObject({ p: NaN, observed: 1, k: 4 })
})

test('progress, abort and errors', async () => {
  const progress: [number, number][] = []
  const onProgress = (...args: [number, number]) => progress.push(args)
  await permutationTest(() => 1, 3, { seed: 1, permutations: 10, onProgress })
  expect(progress.at(-1)).toEqual([10, 10])
  const reason = new Error('stop')
  const signal = AbortSignal.abort(reason)
  await expect(permutationTest(() => 1, 3, { seed: 1, signal })).rejects.toBe(reason)
  const rejects = (options: object, message: string, n = 3) =>
    expect(permutationTest(() => 1, n, { seed: 1, ...options })).rejects.toThrow(message)
  await rejects({ seed: 0.5 }, 'for seed but received 0.5')
  await rejects({ permutations: -1 }, 'Expected an integer of at least 1 for permutations but received -1')
  await rejects({ alternative: 'up' }, 'for alternative but received "up"')
  await rejects({}, 'for n but received 1', 1)
})
