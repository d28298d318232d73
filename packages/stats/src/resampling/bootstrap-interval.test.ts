import { philox } from '@likeness/core-native'
import { describe, expect, test } from 'vitest'
import { gather } from '../correlation/methods.js'
import { pearson } from '../correlation/pearson.js'
import { mean } from '../moments/mean.js'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { bootstrapInterval, bootstrapIntervals } from './bootstrap-interval.js'

const meanOf = (x: ArrayLike<number>) => (indices: Int32Array) => {
  let sum = 0
  for (const i of indices) sum += x[i]!
  return sum / indices.length
}

test.each(golden.resampling)('equals NumPy with the same stream per resample', async ({ x, y, bootstrap: want }) => {
  const r = (indices: Int32Array) => pearson(gather(x, indices), gather(y, indices))
  for (const method of ['percentile', 'bca'] as const) {
    const { seed, resamples, level } = want
    const result = await bootstrapInterval(x.length, r, { seed, resamples, level, method })
    expect(result).toMatchObject({ method, resamples, level, seed, valid: want.valid, n: x.length })
    // Interpolation between order statistics of r, each good to 1e-15.
    for (const side of [0, 1]) expectClose(result.ci[side]!, want[method][side]!, 0, 1e-12, method)
  }
})

test.each(['percentile', 'bca'] as const)('several statistics at once are each as alone: %s', async (method) => {
  const { x, y } = golden.resampling[0]!
  const options = { seed: 3, resamples: 60, method }
  const r = (indices: Int32Array) => pearson(gather(x, indices), gather(y, indices))
  const both = await bootstrapIntervals(5, (i) => ({ r: r(i), mean: meanOf(x)(i) }), options)
  expect(both).toEqual({
    r: await bootstrapInterval(5, r, options),
    mean: await bootstrapInterval(5, meanOf(x), options),
  })
  expect([both.r.valid < 60, both.mean.valid]).toEqual([true, 60])
})

test('a resample depends on its number only, not on how many there are', async () => {
  const seen: number[][] = [[], []]
  for (const [i, resamples] of [5, 8].entries())
    await bootstrapInterval(6, (indices) => seen[i]!.push(indices.reduce((a, b) => 6 * a + b)), { seed: 1, resamples })
  expect(seen[1]!.slice(0, 6)).toEqual(seen[0])
})

test('the statistic first sees all cases; the jackknife leaves out each once', async () => {
  const calls: string[] = []
  const statistic = (indices: Int32Array) => calls.push(indices.join('')) % 7
  await bootstrapInterval(3, statistic, { seed: 3, resamples: 2, method: 'bca' })
  expect(calls[0]).toBe('012')
  expect(calls.slice(-3)).toEqual(['12', '02', '01'])
})

test('degenerate resamples are counted and left out', async () => {
  const x = [1, 1, 1, 2]
  const options = { seed: 5, resamples: 2000 }
  const result = await bootstrapInterval(4, (i) => pearson(gather(x, i), gather([4, 2, 3, 1], i)), options)
  // No case 3 or only case 3: (3/4)^4 + (1/4)^4 = 0.3203 of the resamples; 4 standard errors are 0.042.
  expect(Math.abs(result.valid / 2000 - 0.6797)).toBeLessThan(0.042)
  const none = await bootstrapInterval(4, () => NaN, options)
  expect(none).toMatchObject({ valid: 0, ci: [NaN, NaN], estimate: NaN })
  const same = await bootstrapInterval(4, () => 7, { ...options, method: 'bca' })
  expect(same).toMatchObject({ valid: 2000, ci: [NaN, NaN], estimate: 7 })
})

describe('calibration, seeds fixed: the 95 % interval of the mean of 40 skewed values covers the truth', () => {
  test.each(['percentile', 'bca'] as const)('%s', async (method) => {
    let covered = 0
    for (let set = 0; set < 400; set++) {
      const rng = philox(77, set)
      const x = Float64Array.from({ length: 40 }, () => -Math.log1p(-rng.uniform()))
      const { ci } = await bootstrapInterval(40, meanOf(x), { seed: set, resamples: 400, method })
      covered += +(ci[0] <= 1 && 1 <= ci[1])
    }
    // Known undercoverage at n = 40 (about 0.93), and a standard error of 0.013 over 400 sets.
    expect(covered / 400).toBeGreaterThan(0.89)
    expect(covered / 400).toBeLessThan(0.97)
  })
})

test('the interval of a mean of many values is close to that of the normal theory', async () => {
  const rng = philox(8)
  const x = Float64Array.from({ length: 400 }, () => rng.normal())
  const { ci, estimate } = await bootstrapInterval(400, meanOf(x), { seed: 9, resamples: 4000 })
  expectClose(estimate, mean(x), 0, 1e-14)
  // Half width 1.96 / 20 = 0.098; the quantiles of 4000 resamples vary by some 3 % of it, the sample by 3.5 %.
  expectClose((ci[1] - ci[0]) / 2, 0.098, 0.15)
})

test('progress, abort and errors', async () => {
  const progress: [number, number][] = []
  const statistic = meanOf([1, 2, 3])
  const onProgress = (...args: [number, number]) => progress.push(args)
  await bootstrapInterval(3, statistic, { seed: 1, resamples: 10, method: 'bca', onProgress })
  expect(progress.at(-1)).toEqual([13, 13])
  const reason = new Error('stop')
  const signal = AbortSignal.abort(reason)
  await expect(bootstrapInterval(3, statistic, { seed: 1, signal })).rejects.toBe(reason)
  const rejects = (options: object, message: string, n = 3) =>
    expect(bootstrapInterval(n, statistic, { seed: 1, ...options })).rejects.toThrow(message)
  await rejects(
    { seed: -1 },
    'Expected an integer from 0 to 2^64 - 1 (a bigint above 2^53 - 1) for seed but received -1',
  )
  await rejects({ seed: undefined }, 'for seed but received undefined')
  await rejects({ resamples: 0 }, 'Expected an integer of at least 1 for resamples but received 0')
  await rejects({ level: 95 }, 'for level but received 95')
  await rejects({ method: 'normal' }, 'Expected one of percentile, bca for method but received "normal"')
  await rejects({}, 'Expected an integer from 2 to 2147483647 for n but received 1', 1)
})
