import { describe, expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { meanRating, raters } from '../testing/raters.js'
import { correlate } from './correlate.js'
import { kendallTest } from './kendall-test.js'
import { pearsonTest } from './pearson-test.js'
import { spearmanTest } from './spearman-test.js'

const fast = { seed: 2026, resamples: 1000, permutations: 1000 }

describe.each([
  ['pearson', pearsonTest],
  ['spearman', spearmanTest],
  ['kendall', kendallTest],
] as const)('%s', (method, parametric) => {
  test('of two raters who agree', async () => {
    const result = await correlate(raters.rater1, raters.rater2, { ...fast, method })
    const want = parametric(raters.rater1, raters.rater2)
    expect(result).toMatchObject({ estimate: want.estimate, p: want.p, n: 20, method, level: 0.95, ...fast })
    expect(result.ci).toEqual('ci' in want ? want.ci : null)
    expect(result.permutationP).toBe(1 / 1001)
    expect(result.bootstrapCi[0]).toBeGreaterThan(0.3)
    expect(result.bootstrapCi[0]).toBeLessThan(want.estimate)
    expect(result.bootstrapCi[1]).toBeGreaterThan(want.estimate)
    expect(result.bootstrapValid).toBe(1000)
  })

  test('permutation p is close to the parametric one where nothing is the matter', async () => {
    const result = await correlate(raters.net, meanRating, { ...fast, method })
    // Standard error of p near 0.5 over 1000 permutations is 0.016; the t and normal approximations add little at n = 20.
    expectClose(result.permutationP, result.p, 0, 0.07)
  })

  test('the same seed gives the same report, another seed another', async () => {
    const run = (seed: number) => correlate(raters.net, raters.rater1, { ...fast, method, seed, resamples: 200 })
    expect(await run(1)).toEqual(await run(1))
    expect((await run(1)).bootstrapCi).not.toEqual((await run(2)).bootstrapCi)
  })

  test('constant and NaN input give NaN', async () => {
    const small = { ...fast, method, resamples: 20, permutations: 20 }
    for (const x of [
      [1, 1, 1],
      [1, NaN, 2],
    ]) {
      const result = await correlate(x, [1, 2, 4], small)
      expect(result).toMatchObject({ estimate: NaN, p: NaN, permutationP: NaN })
    }
    expect(await correlate([1, 1, 1], [1, 2, 4], small)).toMatchObject({ bootstrapCi: [NaN, NaN], bootstrapValid: 0 })
  })
})

test('progress counts both stages to one total; an abort between them rejects', async () => {
  const progress: [number, number][] = []
  const options = { seed: 1, resamples: 30, permutations: 12 }
  const onProgress = (...args: [number, number]) => progress.push(args)
  await correlate([1, 2, 3], [3, 1, 2], { ...options, onProgress })
  expect(progress).toContainEqual([30, 42])
  expect(progress.at(-1)).toEqual([42, 42])
  const controller = new AbortController()
  const stop = (done: number) => done === 30 && controller.abort('enough')
  const run = correlate([1, 2, 3], [3, 1, 2], { ...options, signal: controller.signal, onProgress: stop })
  await expect(run).rejects.toBe('enough')
})

test('errors', async () => {
  await expect(correlate([1, 2], [1], fast)).rejects.toThrow('Expected at least 2 values for y but received 1')
  await expect(correlate([1, 2], [1, 2], { ...fast, method: 'r' as 'pearson' })).rejects.toThrow(
    'Expected one of pearson, spearman, kendall for method but received "r"',
  )
  await expect(correlate([1, 2], [1, 2], undefined as unknown as typeof fast)).rejects.toThrow(
    'for seed but received undefined',
  )
  await expect(correlate([1, 2], [1, 2], { ...fast, level: 2 })).rejects.toThrow('for level but received 2')
})
