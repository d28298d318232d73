import { describe, expect, test } from 'vitest'
import { expectClose } from '../testing/expect-close.js'
import { bits, madeMatrix, type FloatType } from '../testing/made-matrix.js'
import { madeRdms } from '../testing/made-rdms.js'
import { flatRows, golden, matrixOfRows } from '../testing/resampling-golden.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { permuteRsa, resamplingComparisons, type PermuteRsa, type ResamplingComparison } from './index.js'

const alternatives = ['two-sided', 'greater', 'less'] as const
// Rank sums are exact; what is left is the mean of some correlations. Products of float64 values: some 1e3 roundings.
const bound = (comparison: ResamplingComparison) => () =>
  comparison === 'pearson' || comparison === 'cosine' ? 1e-12 : 1e-15

function expectAlike(a: PermuteRsa, b: PermuteRsa) {
  expectClose(a.similarities.data, b.similarities.data, bound(a.comparison))
  expectClose(a.null.data, b.null.data, bound(a.comparison))
  for (const key of ['estimates', 'maxima'] as const) expectClose(a[key], b[key], bound(a.comparison))
  expect([a.p, a.pCorrected]).toEqual([b.p, b.pCorrected])
}

test('the native addon is loaded, so that no contract test passes on the reference alone', () => {
  expect(simdLevels()).toContain('scalar')
})

describe.each<FloatType>(['float32', 'float64'])('permuteRsa %s', (type) => {
  test.each(simdLevels())('agrees with the reference at level %s', async (level) => {
    for (const [subjects, models, conditions, steps] of [
      [1, 1, 3, 0],
      [2, 3, 4, 2],
      [5, 2, 9, 0],
      [1, 2, 25, 3],
    ] as const) {
      const rdms = madeRdms(type, subjects, conditions, { steps, noise: 3 })
      const predictions = madeRdms('float64', models, conditions, { steps, noise: 3, skip: 5 })
      if (models > 2) predictions.data[1] = NaN
      if (models > 2) predictions.data.fill(0.1, predictions.cols, 2 * predictions.cols)
      for (const comparison of resamplingComparisons)
        for (const alternative of alternatives) {
          const options = { comparison, alternative, permutations: 29, seed: 5 }
          const expected = await permuteRsa(rdms, predictions, { ...options, device: 'reference' })
          const found = await atSimdLevel(level, () => permuteRsa(rdms, predictions, { ...options, device: 'cpu' }))
          expectAlike(found, expected)
        }
    }
  })
})

test('gives the same bits at every SIMD level and thread count', async () => {
  // 16: 32-bit sums of ranks; 70: 64-bit ones.
  for (const conditions of [16, 70]) {
    const rdms = madeRdms('float32', 3, conditions, { steps: 50 })
    const models = madeRdms('float32', 2, conditions, { skip: 3 })
    for (const comparison of resamplingComparisons) {
      const options = { comparison, permutations: 43, seed: 6 }
      const alone = await atSimdLevel('scalar', () => permuteRsa(rdms, models, { ...options, threads: 1 }))
      for (const level of simdLevels())
        for (const threads of [1, 3]) {
          const found = await atSimdLevel(level, () => permuteRsa(rdms, models, { ...options, threads }))
          expect(bits(found.null.data).equals(bits(alone.null.data)), `${comparison} ${level} ${threads}`).toBe(true)
          expect(bits(found.estimates).equals(bits(alone.estimates)), `${comparison} ${level}`).toBe(true)
          expect(bits(found.maxima).equals(bits(alone.maxima)), `${comparison} ${level}`).toBe(true)
          expect([found.p, found.pCorrected]).toEqual([alone.p, alone.pCorrected])
        }
    }
  }
})

test.each(golden.rdms)(
  'agrees with SciPy on golden permutations, seed $seed',
  async ({ rdms, models, seed, results }) => {
    for (const comparison of resamplingComparisons)
      for (const device of ['cpu', 'reference'] as const) {
        const options = { comparison, permutations: 8, seed, device }
        const found = await permuteRsa(matrixOfRows(rdms), matrixOfRows(models), options)
        expectClose(found.estimates, results[comparison].estimates, () => 1e-13)
        expectClose(found.null.data, flatRows(results[comparison].permutation), () => 1e-13)
      }
  },
)

test('p counts permutations; the corrected one counts maxima over models', async () => {
  const rdms = madeRdms('float64', 3, 7, { noise: 3 })
  const models = madeRdms('float64', 4, 7, { noise: 3, skip: 3 })
  for (const alternative of alternatives) {
    const found = await permuteRsa(rdms, models, { permutations: 500, seed: 3, alternative })
    const size = (v: number) => (alternative === 'greater' ? v : alternative === 'less' ? -v : Math.abs(v))
    for (let m = 0; m < 4; m++) {
      const own = found.null.data.filter((v, k) => k % 4 === m && size(v) >= size(found.estimates[m]!) - 1e-12).length
      const all = found.maxima.filter((v) => v >= size(found.estimates[m]!) - 1e-12).length
      expect([found.p[m], found.pCorrected[m]]).toEqual([(own + 1) / 501, (all + 1) / 501])
      expect(all).toBeGreaterThanOrEqual(own)
    }
    for (let i = 0; i < 500; i++)
      expect(found.maxima[i]).toBe(Math.max(...[...found.null.data.subarray(4 * i, 4 * i + 4)].map(size)))
  }
})

test('of all 24 orders of four conditions, those that leave the RDM as it is are ties', async () => {
  // Conditions 0 and 1 are alike, and 2 and 3: 8 of 24 orders keep the pairs together.
  const rdm = { data: Float64Array.of(0, 1, 1, 1, 1, 0), rows: 1, cols: 6 }
  for (const comparison of resamplingComparisons) {
    const { p, estimates } = await permuteRsa(rdm, rdm, { comparison, permutations: 20_000, seed: 4 })
    expect(estimates[0]).toBeGreaterThan(0.4)
    // Binomial, 4 standard errors.
    expect(Math.abs(p[0]! - 8 / 24)).toBeLessThan(4 * Math.sqrt(((1 / 3) * (2 / 3)) / 20_000))
  }
})

test('calibration, seeds fixed: without a relation p is uniform, and the corrected p keeps its level', async () => {
  let [small, corrected] = [0, 0]
  const sets = 300
  for (let set = 0; set < sets; set++) {
    const noise = madeMatrix('float64', 1 + 3 * (set + 1), 28).data.subarray(28 + 84 * set)
    const rdms = { data: noise.subarray(0, 28), rows: 1, cols: 28 }
    const models = { data: noise.subarray(28, 84), rows: 2, cols: 28 }
    const { p, pCorrected } = await permuteRsa(rdms, models, { permutations: 99, seed: set })
    small += Number(p[0]! <= 0.1)
    corrected += Number(Math.min(...pCorrected) <= 0.1)
  }
  // Binomial around 0.1, 4 standard errors.
  for (const count of [small, corrected])
    expect(Math.abs(count / sets - 0.1)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / sets))
})

test('an abort rejects with its reason', async () => {
  const [rdms, models] = [madeRdms('float64', 20, 60), madeRdms('float64', 3, 60)]
  for (const device of ['cpu', 'reference'] as const) {
    const controller = new AbortController()
    setTimeout(() => controller.abort('stop'), 40)
    const options = { permutations: 1_000_000, seed: 1, device, comparison: 'spearman' } as const
    await expect(permuteRsa(rdms, models, { ...options, signal: controller.signal })).rejects.toBe('stop')
  }
})

describe('bad input gets one clear error', () => {
  const x = madeRdms('float64', 2, 4)
  const bad = permuteRsa as (...args: unknown[]) => Promise<unknown>
  test.each([
    [[x, madeRdms('float64', 1, 5), { seed: 1 }], 'Expected the 6 columns of rdms for models but received 10'],
    [[x, x], 'for options.seed but received undefined'],
    [[x, x, { seed: 1, permutations: 1.5 }], 'from 1 to 2147483647 for options.permutations but received 1.5'],
    [[x, x, { seed: 1, alternative: 'up' }], 'Expected one of two-sided, greater, less for options.alternative but'],
    [[x, x, { seed: 1, comparison: 'rho' }], 'for options.comparison but received rho'],
  ])('%#', async (args, message) => {
    await expect(bad(...args)).rejects.toThrow(message)
    await expect(bad(...args)).rejects.toMatchObject({ code: expect.stringMatching(/^INVALID_(ARGUMENT|SHAPE)$/) })
  })
})
