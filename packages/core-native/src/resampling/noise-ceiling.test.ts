import { describe, expect, test } from 'vitest'
import { expectClose } from '../testing/expect-close.js'
import { bits, madeMatrix, type FloatType } from '../testing/made-matrix.js'
import { madeRdms } from '../testing/made-rdms.js'
import { flatRows, golden, matrixOfRows, ofRsatoolbox } from '../testing/resampling-golden.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import {
  bootstrapRsa,
  noiseCeiling,
  resamplingComparisons,
  type NoiseCeiling,
  type ResamplingComparison,
} from './index.js'

const ends = ['lower', 'upper'] as const
// Rank sums are exact; what is left is the mean of some correlations. Products of float64 values: some 1e3 roundings.
const bound = (comparison: ResamplingComparison) => () =>
  comparison === 'pearson' || comparison === 'cosine' ? 1e-12 : 1e-15

function expectAlike(a: NoiseCeiling, b: NoiseCeiling) {
  const close = bound(a.comparison)
  for (const end of ends) {
    for (const key of ['draws', 'subjects', 'interval'] as const) expectClose(a[end][key], b[end][key], close)
    expectClose([a[end].estimate, a[end].standardError], [b[end].estimate, b[end].standardError], close)
    expect(a[end].valid).toBe(b[end].valid)
  }
  expect(a.p).toEqual(b.p)
}

test('the native addon is loaded, so that no contract test passes on the reference alone', () => {
  expect(simdLevels()).toContain('scalar')
})

describe.each<FloatType>(['float32', 'float64'])('noiseCeiling %s', (type) => {
  test.each(simdLevels())('agrees with the reference at level %s', async (level) => {
    for (const [subjects, conditions, steps] of [
      [2, 3, 0],
      [3, 4, 2],
      [9, 7, 0],
      [5, 26, 9],
    ] as const)
      for (const comparison of resamplingComparisons) {
        const rdms = madeRdms(type, subjects, conditions, { steps })
        const options = { comparison, draws: 17, seed: 5, level: 0.9 }
        const expected = await noiseCeiling(rdms, { ...options, device: 'reference' })
        const found = await atSimdLevel(level, () => noiseCeiling(rdms, { ...options, device: 'cpu' }))
        expectAlike(found, expected)
      }
  })
})

test('gives the same bits at every SIMD level and thread count', async () => {
  // 60 conditions: ranks by sorting and by counting, by level; 200 subjects: sums of ranks in float64.
  for (const [subjects, conditions] of [
    [7, 16],
    [3, 60],
    [200, 420],
  ] as const) {
    const rdms = madeRdms('float32', subjects, conditions, { steps: 50 })
    for (const comparison of subjects === 200 ? (['spearman'] as const) : resamplingComparisons) {
      const options = { comparison, draws: subjects === 200 ? 1 : 33, seed: 6 }
      const alone = await noiseCeiling(rdms, { ...options, threads: 1 })
      for (const level of subjects === 200 ? simdLevels().slice(-1) : simdLevels())
        for (const threads of subjects === 200 ? [2] : [1, 3]) {
          if (!simdLevels().includes(level)) continue
          const found = await atSimdLevel(level, () => noiseCeiling(rdms, { ...options, threads }))
          for (const end of ends)
            for (const key of ['draws', 'subjects'] as const)
              expect(bits(found[end][key]).equals(bits(alone[end][key])), `${comparison} ${level} ${key}`).toBe(true)
          expect(found.p).toEqual(alone.p)
        }
    }
  }
})

test.each(golden.rdms)('agrees with SciPy on golden resamples, seed $seed', async ({ rdms, seed, results }) => {
  for (const comparison of resamplingComparisons)
    for (const device of ['cpu', 'reference'] as const) {
      const found = await noiseCeiling(matrixOfRows(rdms), { comparison, draws: 8, seed, device })
      const [estimates, ...draws] = results[comparison].ceiling
      expectClose([found.lower.estimate, found.upper.estimate], flatRows([estimates!]), () => 1e-13)
      for (const [side, end] of ends.entries())
        expectClose(
          found[end].draws,
          draws.map((row) => row[side] ?? NaN),
          () => 1e-13,
        )
    }
})

test.each(ofRsatoolbox.cases)('equals rsatoolbox, RDMs of seed $seed', async ({ seed, ceilings }) => {
  const { rdms } = golden.rdms.find((c) => c.seed === seed)!
  for (const comparison of resamplingComparisons) {
    const { lower, upper } = await noiseCeiling(matrixOfRows(rdms), { comparison, draws: 1, seed: 1 })
    expectClose([lower.estimate, upper.estimate], ceilings[comparison], () => 1e-13)
  }
})

test('two subjects: the lower end is their comparison with one another', async () => {
  const rdms = madeRdms('float64', 2, 9)
  const [first, second] = [rdms.data.subarray(0, 36), rdms.data.subarray(36)]
  for (const comparison of resamplingComparisons) {
    const { lower } = await noiseCeiling(rdms, { comparison, draws: 9, seed: 1 })
    const options = { comparison, over: 'subjects', draws: 1, seed: 1 } as const
    const { estimates } = await bootstrapRsa(
      { data: first, rows: 1, cols: 36 },
      { data: second, rows: 1, cols: 36 },
      options,
    )
    expectClose(
      [...lower.subjects, lower.estimate],
      Array.from({ length: 3 }, () => estimates[0]!),
      bound(comparison),
    )
    // One subject twice, in half of the draws: nobody else is left.
    expect(lower.valid).toBe(lower.draws.filter((v) => !Number.isNaN(v)).length)
    expect(lower.valid).toBeLessThan(9)
  }
})

test('the truth reaches at most the upper end, and on the average at least the lower', async () => {
  for (const comparison of ['pearson', 'spearman', 'cosine', 'rho-a'] as const) {
    const rdms = madeRdms('float64', 12, 20)
    const truth = madeRdms('float64', 1, 20, { noise: 0 })
    const { lower, upper, p } = await noiseCeiling(rdms, { comparison, draws: 499, seed: 2 })
    const { estimates } = await bootstrapRsa(rdms, truth, { comparison, over: 'subjects', draws: 1, seed: 1 })
    expect(lower.estimate).toBeLessThan(estimates[0]!)
    expect(estimates[0]).toBeLessThan(upper.estimate)
    expect(lower.interval[0]).toBeLessThan(lower.estimate)
    expect(p).toBe(1 / 500)
  }
})

test('without anything in common the lower end is not above chance: p is rarely small', async () => {
  let small = 0
  const sets = 200
  for (let set = 0; set < sets; set++) {
    const data = madeMatrix('float64', 8 * (set + 1), 45).data.subarray(8 * 45 * set)
    small += Number((await noiseCeiling({ data, rows: 8, cols: 45 }, { draws: 199, seed: set })).p <= 0.05)
  }
  // Binomial around 0.05, 4 standard errors; draws hold fewer different subjects, which makes the test conservative.
  expect(small / sets).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / sets))
})

describe('what is not defined', () => {
  test('a subject with a NaN: the ends of draws that hold it', async () => {
    const rdms = madeMatrix('float64', 4, 10, (v, s, k) => (s === 1 && k === 3 ? NaN : v))
    for (const comparison of resamplingComparisons) {
      const { lower, upper, p } = await noiseCeiling(rdms, { comparison, draws: 200, seed: 3 })
      expect([lower.estimate, upper.estimate]).toEqual([NaN, NaN])
      expect(upper.valid).toBeGreaterThan(30)
      // (3/4)^4 of the draws do without it.
      expect(upper.valid).toBeLessThan(100)
      expect(p).not.toBeNaN()
    }
  })

  test('subjects of equal values, and subjects that cancel', async () => {
    const constant = { data: new Float64Array(12).fill(0.1), rows: 2, cols: 6 }
    expect(await noiseCeiling(constant, { comparison: 'pearson', draws: 5, seed: 1 })).toMatchObject({ p: NaN })
    const opposite = madeMatrix('float64', 2, 6, (_, s, k) => (s === 0 ? k : -k))
    const { lower, upper } = await noiseCeiling(opposite, { comparison: 'pearson', draws: 5, seed: 1 })
    expect(upper.estimate).toBeNaN()
    expect(lower.estimate).toBeCloseTo(-1, 12)
  })
})

test('an abort rejects with its reason', async () => {
  const rdms = madeRdms('float64', 40, 100)
  for (const comparison of ['spearman', 'tau-a', 'pearson'] as const) {
    const controller = new AbortController()
    setTimeout(() => controller.abort('stop'), 40)
    const options = { comparison, draws: 10_000_000, seed: 1, signal: controller.signal }
    await expect(noiseCeiling(rdms, options)).rejects.toBe('stop')
  }
})

describe('bad input gets one clear error', () => {
  const bad = noiseCeiling as (...args: unknown[]) => Promise<unknown>
  test.each([
    [[madeRdms('float64', 1, 4), { seed: 1 }], 'Expected an integer of at least 2 for rdms.rows but received 1'],
    [[madeRdms('float64', 2, 4)], 'for options.seed but received undefined'],
    [[madeRdms('float64', 2, 4), { seed: 1, level: 1 }], 'for options.level but received 1'],
    [[madeRdms('float64', 2, 4), { seed: 1, comparison: 'x' }], 'for options.comparison but received x'],
    [[madeRdms('float64', 2, 4), { seed: 1, draws: NaN }], 'for options.draws but received NaN'],
  ])('%#', async (args, message) => {
    await expect(bad(...args)).rejects.toThrow(message)
    await expect(bad(...args)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })
})
