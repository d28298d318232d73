import { describe, expect, test } from 'vitest'
import type { Matrix } from '../runtime/matrix.js'
import { expectClose } from '../testing/expect-close.js'
import { bits, madeMatrix, type FloatType } from '../testing/made-matrix.js'
import { golden, matrixOfRows } from '../testing/resampling-golden.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { signFlip, type SignFlip } from './index.js'

const alternatives = ['two-sided', 'greater', 'less'] as const
const statistics = ['mean', 't'] as const

const shifted = (type: FloatType, subjects: number, variables: number): Matrix =>
  madeMatrix(type, subjects, variables, (v, s, k) => {
    if (k === 3) return s === 1 ? NaN : v
    if (k === 4) return s === 1 ? Infinity : v
    if (k === 5) return 0
    if (k === 6) return -0.1
    return k % 7 === 0 ? Math.round(v) + 1 : v + (k % 3) / 4
  })

function expectAlike(a: SignFlip, b: SignFlip) {
  expectClose(a.means, b.means, () => 1e-13)
  for (const key of ['statistics', 'maxima'] as const)
    expectClose(a[key].map(Math.atan), b[key].map(Math.atan), () => 1e-9)
  expect([a.p, a.pCorrected, a.flips, a.exact]).toEqual([b.p, b.pCorrected, b.flips, b.exact])
}

test('the native addon is loaded, so that no contract test passes on the reference alone', () => {
  expect(simdLevels()).toContain('scalar')
})

describe.each<FloatType>(['float32', 'float64'])('signFlip %s', (type) => {
  test.each(simdLevels())('agrees with the reference at level %s, sizes around every edge', async (level) => {
    for (const [subjects, variables, flips] of [
      [2, 1, 50],
      [4, 9, 16],
      [4, 9, 15],
      [33, 65, 21],
      [258, 5, 7],
      [5, 130, 19],
    ] as const)
      for (const statistic of statistics)
        for (const alternative of alternatives) {
          const values = shifted(type, subjects, variables)
          const options = { statistic, alternative, flips, seed: 5 }
          const expected = await signFlip(values, { ...options, device: 'reference' })
          const found = await atSimdLevel(level, () => signFlip(values, { ...options, device: 'cpu' }))
          expectAlike(found, expected)
        }
  })
})

test('gives the same bits at every SIMD level and thread count', async () => {
  const values = shifted('float32', 300, 700)
  for (const statistic of statistics) {
    const options = { statistic, flips: 1100, seed: 6 }
    const alone = await atSimdLevel('scalar', () => signFlip(values, { ...options, flips: 70, threads: 1 }))
    const whole = await signFlip(values, { ...options, threads: 1 })
    expect(whole.maxima.subarray(0, 70)).toEqual(alone.maxima)
    for (const level of simdLevels())
      for (const threads of [1, 3]) {
        const flips = level === 'scalar' ? 70 : 1100
        const found = await atSimdLevel(level, () => signFlip(values, { ...options, flips, threads }))
        const expected = flips === 70 ? alone : whole
        for (const key of ['maxima', 'p', 'pCorrected', 'statistics', 'means'] as const)
          expect(bits(found[key]).equals(bits(expected[key])), `${level} ${key}`).toBe(true)
      }
  }
})

test('agrees with SciPy on golden flips', async () => {
  const { values, seed, t, rows } = golden.flips
  for (const device of ['cpu', 'reference'] as const)
    for (const statistic of statistics) {
      const options = { statistic, alternative: 'greater', flips: rows.length, seed, device } as const
      const found = await signFlip(matrixOfRows(values), options)
      if (statistic === 't') expectClose(found.statistics, t, () => 1e-12)
      expectClose(
        found.maxima,
        rows.map((row) => Math.max(...row[statistic])),
        () => 1e-12,
      )
      const reached = t.map((own, v) => rows.filter((row) => row.t[v]! >= own - 1e-9).length)
      expect([...found.p]).toEqual(reached.map((b) => (b + 1) / (rows.length + 1)))
    }
})

describe('all flips of few subjects', () => {
  test('are taken once each where they are no more than asked for', async () => {
    // The sums of 1, 2, 4 with signs are all different: the observed one is the largest of 8, and -7 as large.
    const values = { data: Float64Array.of(1, 2, 4), rows: 3, cols: 1 }
    const greater = await signFlip(values, { flips: 8, seed: 1, statistic: 'mean', alternative: 'greater' })
    expect(greater).toMatchObject({ exact: true, flips: 7, method: expect.stringContaining('all') })
    expect([...greater.maxima].map((v) => Math.round(3 * v)).sort((a, b) => a - b)).toEqual([-7, -5, -3, -1, 1, 3, 5])
    expect(greater.p[0]).toBe(1 / 8)
    expect((await signFlip(values, { flips: 8, seed: 1 })).p[0]).toBe(2 / 8)
    expect((await signFlip(values, { flips: 8, seed: 1, alternative: 'less' })).p[0]).toBe(1)
    expect(await signFlip(values, { flips: 7, seed: 1 })).toMatchObject({ exact: false, flips: 7 })
  })

  test('random flips come near them: p of ten subjects', async () => {
    const values = madeMatrix('float64', 10, 3, (v, _, k) => v + k / 4)
    const exact = await signFlip(values, { flips: 1024, seed: 1 })
    const random = await signFlip(values, { flips: 20_000, seed: 1, statistic: 'mean' })
    expect(exact.exact && !(await signFlip(values, { flips: 1023, seed: 1 })).exact).toBe(true)
    // Four binomial standard errors are at most 0.0142; p is the same for mean and t.
    expectClose(random.p, exact.p, () => 0.0142)
  })
})

test('calibration, seeds fixed: of 40 variables without an effect, some corrected p is below 0.1 in a tenth of the sets', async () => {
  const sets = 300
  let found = 0
  for (let set = 0; set < sets; set++) {
    const all = madeMatrix('float64', 12 * (set + 1), 40).data.subarray(12 * 40 * set)
    const { pCorrected } = await signFlip({ data: all, rows: 12, cols: 40 }, { flips: 199, seed: set })
    found += Number(Math.min(...pCorrected) <= 0.1)
  }
  // Binomial, 4 standard errors.
  expect(Math.abs(found / sets - 0.1)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / sets))
})

test('a planted effect survives the correction', async () => {
  const values = madeMatrix('float32', 20, 2000, (v, _, k) => (k === 777 ? v + 2 : v))
  const { pCorrected } = await signFlip(values, { flips: 999, seed: 1, alternative: 'greater' })
  expect(pCorrected[777]).toBe(1 / 1000)
  expect(pCorrected.filter((p) => p <= 0.05).length).toBe(1)
})

test('an abort rejects with its reason', async () => {
  const values = madeMatrix('float32', 20, 20_000)
  for (const device of ['cpu', 'reference'] as const) {
    const controller = new AbortController()
    setTimeout(() => controller.abort('stop'), 40)
    const options = { flips: 1_000_000, seed: 1, device, signal: controller.signal }
    await expect(signFlip(values, options)).rejects.toBe('stop')
  }
})

describe('bad input gets one clear error', () => {
  const x = madeMatrix('float64', 2, 4)
  const bad = signFlip as (...args: unknown[]) => Promise<unknown>
  test.each([
    [[{ data: new Float64Array(3), rows: 1, cols: 3 }, { seed: 1 }], 'at least 2 for values.rows but received 1'],
    [[x], 'for options.seed but received undefined'],
    [[x, { seed: 1, flips: -1 }], 'for options.flips but received -1'],
    [[x, { seed: 1, statistic: 'z' }], 'Expected one of mean, t for options.statistic but received z'],
    [[x, { seed: 1, alternative: 'up' }], 'for options.alternative but received up'],
  ])('%#', async (args, message) => {
    await expect(bad(...args)).rejects.toThrow(message)
    await expect(bad(...args)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })
})
