import { describe, expect, test } from 'vitest'
import { philox } from '../random/index.js'
import type { Matrix } from '../runtime/matrix.js'
import { expectClose } from '../testing/expect-close.js'
import { bits, madeMatrix, type FloatType } from '../testing/made-matrix.js'
import { madeRdms } from '../testing/made-rdms.js'
import { flatRows, golden, matrixOfRows, ofRsatoolbox } from '../testing/resampling-golden.js'
import { sanitized } from '../testing/sanitized.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import {
  bootstrapRsa,
  permuteRsa,
  resamplingComparisons,
  type BootstrapRsa,
  type ResamplingComparison,
} from './index.js'

const ways = ['subjects', 'conditions', 'both'] as const
// Rank sums are exact; what is left is the mean of some correlations. Products of float64 values: some 1e3 roundings.
const bound = (comparison: ResamplingComparison) => () =>
  comparison === 'pearson' || comparison === 'cosine' ? 1e-12 : 1e-15

function expectAlike(a: BootstrapRsa, b: BootstrapRsa) {
  for (const key of ['similarities', 'draws'] as const) expectClose(a[key].data, b[key].data, bound(a.comparison))
  for (const key of ['estimates', 'standardErrors', 'lower', 'upper', 'p'] as const)
    expectClose(a[key], b[key], bound(a.comparison))
  expect(a.valid).toEqual(b.valid)
}

const holes = (x: Matrix): Matrix => {
  const data = x.data.slice()
  if (x.rows > 1) data[x.cols + 2] = NaN
  if (x.rows > 2) data[2 * x.cols] = Infinity
  if (x.rows > 3) data.fill(2, 3 * x.cols, 4 * x.cols)
  return { ...x, data }
}

test('the native addon is loaded, so that no contract test passes on the reference alone', () => {
  expect(simdLevels()).toContain('scalar')
})

describe.each<FloatType>(['float32', 'float64'])('bootstrapRsa %s', (type) => {
  test.each(simdLevels())('agrees with the reference at level %s', async (level) => {
    for (const [subjects, models, conditions, steps] of [
      [1, 1, 3, 0],
      [2, 3, 4, 2],
      [4, 4, 6, 0],
      [3, 1, 17, 4],
      [1, 2, 24, 0],
    ] as const) {
      const [rdms, predictions] = [
        holes(madeRdms(type, subjects, conditions, { steps })),
        madeRdms('float64', models, conditions, { steps, noise: 0.3 }),
      ]
      for (const comparison of resamplingComparisons)
        for (const over of ways) {
          const options = { comparison, over, draws: 37, seed: 5, level: 0.8 }
          const expected = await bootstrapRsa(rdms, predictions, { ...options, device: 'reference' })
          const found = await atSimdLevel(level, () => bootstrapRsa(rdms, predictions, { ...options, device: 'cpu' }))
          expectAlike(found, expected)
        }
    }
  })
})

test('gives the same bits at every SIMD level and thread count, in each type of sums', async () => {
  // 16: 32-bit sums; 70: float64 sums of ranks; 370: of Kendall; 780: 64-bit sums of ranks.
  for (const [subjects, models, conditions, draws] of [
    [3, 2, 16, 101],
    [2, 2, 70, 19],
    ...(sanitized ? [] : ([[1, 2, 370, 3] as const, [2, 1, 780, 2] as const] as const)),
  ] as const) {
    const rdms = madeRdms('float32', subjects, conditions, { steps: 50 })
    const predictions = madeRdms('float32', models, conditions, { noise: 0.1 })
    for (const comparison of conditions === 780 ? (['spearman'] as const) : resamplingComparisons) {
      const options = { comparison, over: 'both', draws, seed: 6 } as const
      const alone = await atSimdLevel('scalar', () => bootstrapRsa(rdms, predictions, { ...options, threads: 1 }))
      for (const level of simdLevels())
        for (const threads of [1, 3]) {
          const found = await atSimdLevel(level, () => bootstrapRsa(rdms, predictions, { ...options, threads }))
          for (const key of ['similarities', 'draws'] as const)
            expect(bits(found[key].data).equals(bits(alone[key].data)), `${comparison} ${level} ${threads}`).toBe(true)
          for (const key of ['standardErrors', 'lower', 'upper'] as const)
            expect(bits(found[key]).equals(bits(alone[key])), `${comparison} ${level} ${key}`).toBe(true)
        }
    }
  }
}, 120_000)

test('sums in each type agree with those of another kernel, and with the reference where that can be waited for', async () => {
  for (const conditions of [70, 370]) {
    const [rdms, models] = [madeRdms('float64', 2, conditions, { steps: 99 }), madeRdms('float64', 2, conditions)]
    for (const comparison of ['spearman', 'tau-b'] as const) {
      const { similarities } = await bootstrapRsa(rdms, models, { comparison, over: 'conditions', draws: 1, seed: 1 })
      const other = await permuteRsa(rdms, models, { comparison, permutations: 1, seed: 1 })
      expect(similarities).toEqual(other.similarities)
    }
  }
  if (sanitized) return
  const [rdms, models] = [madeRdms('float64', 1, 780, { steps: 999 }), madeRdms('float64', 1, 780, { skip: 1 })]
  // The reference's sums exceed 2^53 and round; ours do not.
  const options = { over: 'conditions', draws: 2, seed: 3 } as const
  const expected = await bootstrapRsa(rdms, models, { ...options, device: 'reference' })
  expectClose((await bootstrapRsa(rdms, models, options)).draws.data, expected.draws.data, () => 1e-11)
}, 120_000)

test.each(golden.rdms)('agrees with SciPy on golden resamples, seed $seed', async ({ rdms, models, seed, results }) => {
  const [x, y] = [matrixOfRows(rdms), matrixOfRows(models)]
  for (const comparison of resamplingComparisons)
    for (const over of ways)
      for (const device of ['cpu', 'reference'] as const) {
        const found = await bootstrapRsa(x, y, { comparison, over, draws: 8, seed, device })
        // SciPy's own roundings.
        expectClose(found.estimates, results[comparison].estimates, () => 1e-13)
        expectClose(found.draws.data, flatRows(results[comparison].bootstrap[over]), () => 1e-13)
      }
})

test.each(ofRsatoolbox.cases)('evaluates resamples as rsatoolbox does, RDMs of seed $seed', async ({ seed, draws }) => {
  const { rdms, models } = golden.rdms.find((c) => c.seed === seed)!
  for (const comparison of resamplingComparisons) {
    const options = { comparison, over: 'conditions', draws: 6, seed: ofRsatoolbox.drawsSeed } as const
    const found = await bootstrapRsa(matrixOfRows(rdms), matrixOfRows(models), options)
    const expected = draws[comparison].flatMap((row) => row ?? models.map(() => NaN))
    expectClose(found.draws.data, expected, () => 1e-13)
  }
})

test('a draw depends on its number only, and subjects are the same with and without conditions', async () => {
  const [rdms, models] = [madeRdms('float64', 5, 8), madeRdms('float64', 2, 8)]
  const options = { over: 'both', seed: 9, comparison: 'spearman' } as const
  const [few, many] = [
    await bootstrapRsa(rdms, models, { ...options, draws: 21 }),
    await bootstrapRsa(rdms, models, { ...options, draws: 300 }),
  ]
  expect(few.draws.data).toEqual(many.draws.data.slice(0, 42))
  // One subject differs from the others, in value: whether it is drawn shows.
  const marked = madeMatrix('float64', 3, 28, (_, s, k) => (s === 2 ? -1 : 1) * k)
  const line = madeMatrix('float64', 1, 28, (_, __, k) => k)
  const over = async (over: 'subjects' | 'both') =>
    (await bootstrapRsa(marked, line, { over, seed: 9, draws: 50, comparison: 'spearman' })).draws.data
  const [alone, both] = [await over('subjects'), await over('both')]
  both.forEach((value, i) => expect(value).toBeCloseTo(alone[i]!, 14))
  expect(new Set(alone).size).toBeGreaterThan(2)
})

describe('what is not defined', () => {
  test('fewer than three distinct conditions: of three, in 21 of 27 draws', async () => {
    const [rdms, models] = [madeRdms('float64', 2, 3), madeRdms('float64', 1, 3)]
    for (const comparison of resamplingComparisons) {
      const { valid, draws } = await bootstrapRsa(rdms, models, {
        comparison,
        over: 'conditions',
        draws: 5000,
        seed: 2,
      })
      // Binomial, 4 standard errors.
      expect(Math.abs(valid[0]! / 5000 - 6 / 27)).toBeLessThan(4 * Math.sqrt(((6 / 27) * (21 / 27)) / 5000))
      expect(draws.data.filter((value) => Number.isNaN(value)).length).toBe(5000 - valid[0]!)
    }
  })

  test('a constant model is NaN, but 0 for tau-a and rho-a; other models are not touched', async () => {
    const rdms = madeRdms('float64', 2, 5)
    const models = madeMatrix('float64', 2, 10, (v, m) => (m === 0 ? 0.1 : v))
    for (const comparison of resamplingComparisons) {
      const found = await bootstrapRsa(rdms, models, { comparison, over: 'both', draws: 99, seed: 2 })
      const expected = comparison === 'tau-a' || comparison === 'rho-a' ? 0 : NaN
      if (comparison !== 'cosine') expect(found.estimates[0]).toBe(expected)
      // Every draw is 0, which is not above chance.
      if (expected === 0) expect([found.p[0], found.lower[0], found.upper[0]]).toEqual([1, 0, 0])
      expect(found.estimates[1]).not.toBeNaN()
      if (comparison === 'spearman') {
        expect([found.valid[0], found.p[0], found.lower[0], found.standardErrors[0]]).toEqual([0, NaN, NaN, NaN])
        expect(found.valid[1]).toBeGreaterThan(60)
      }
    }
  })

  test('a NaN makes those draws NaN that hold its cell', async () => {
    const models = madeRdms('float64', 1, 6)
    const rdms = madeMatrix('float64', 1, 15, (v, _, k) => (k === 0 ? NaN : v))
    const whole = madeMatrix('float64', 1, 15)
    for (const comparison of resamplingComparisons) {
      const options = { comparison, over: 'conditions', draws: 400, seed: 2 } as const
      const [a, b] = [await bootstrapRsa(rdms, models, options), await bootstrapRsa(whole, models, options)]
      let held = 0
      for (let i = 0; i < 400; i++) {
        const random = philox(2, i)
        const drawn = Array.from({ length: 6 }, () => random.integer(6))
        const holds = drawn.includes(0) && drawn.includes(1)
        held += Number(holds)
        if (holds) expect(a.draws.data[i]).toBeNaN()
        else if (comparison !== 'pearson' && comparison !== 'cosine') expect(a.draws.data[i]).toBe(b.draws.data[i])
        else expectClose([a.draws.data[i]!], [b.draws.data[i]!], () => 1e-14)
      }
      expect(held).toBeGreaterThan(100)
    }
  })

  test('pearson and cosine hold at any offset or scale that float64 can express', async () => {
    const [rdms, models] = [madeRdms('float64', 2, 9), madeRdms('float64', 1, 9)]
    for (const comparison of ['pearson', 'cosine'] as const) {
      const options = { comparison, over: 'both', draws: 50, seed: 4 } as const
      const expected = await bootstrapRsa(rdms, models, options)
      for (const factor of [2 ** 1000, 2 ** -1000]) {
        const scaled = { ...rdms, data: rdms.data.map((v) => v * factor) }
        expect((await bootstrapRsa(scaled, models, options)).draws.data).toEqual(expected.draws.data)
      }
    }
    const options = { comparison: 'pearson', over: 'both', draws: 50, seed: 4 } as const
    const rounded = { ...rdms, data: rdms.data.map((v) => Math.round(v * 2 ** 20) / 2 ** 20) }
    const shifted = { ...rounded, data: rounded.data.map((v) => v + 2 ** 30) }
    const [a, b] = [await bootstrapRsa(rounded, models, options), await bootstrapRsa(shifted, models, options)]
    expectClose(b.draws.data, a.draws.data, () => 1e-13)
  })
})

test('over subjects, the standard error is that of a mean, and the interval covers 95 % of it', async () => {
  const [rdms, models] = [madeRdms('float64', 30, 8), madeRdms('float64', 1, 8)]
  const found = await bootstrapRsa(rdms, models, { over: 'subjects', draws: 20_000, seed: 8 })
  const r = found.similarities.data
  const mean = r.reduce((a, b) => a + b) / 30
  const deviation = Math.sqrt(r.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 30)
  expect(found.estimates[0]).toBeCloseTo(mean, 14)
  // The standard deviation of 20,000 draws errs by 1 / sqrt(40,000) = 0.5 % of it; 4 standard errors.
  expect(Math.abs(found.standardErrors[0]! / (deviation / Math.sqrt(30)) - 1)).toBeLessThan(0.02)
  const inside = found.draws.data.filter((v) => v >= found.lower[0]! && v <= found.upper[0]!)
  expect(inside.length / 20_000).toBeCloseTo(0.95, 3)
})

test('p counts the draws at or below 0', async () => {
  const [rdms, models] = [madeRdms('float64', 4, 6, { noise: 3 }), madeRdms('float64', 2, 6, { noise: 3 })]
  const { draws, p, valid } = await bootstrapRsa(rdms, models, { over: 'both', draws: 999, seed: 8 })
  for (const m of [0, 1]) {
    const below = draws.data.filter((value, k) => k % 2 === m && value <= 0).length
    expect(below).toBeGreaterThan(5)
    expect(p[m]).toBe((below + 1) / (valid[m]! + 1))
  }
})

test('progress rises to 1 at the end, and an abort rejects with its reason', async () => {
  const [rdms, models] = [madeRdms('float64', 20, 60), madeRdms('float64', 3, 60)]
  for (const device of ['cpu', 'reference'] as const) {
    const controller = new AbortController()
    setTimeout(() => controller.abort('stop'), 60)
    const options = { over: 'both', draws: 1_000_000, seed: 1, device, comparison: 'tau-a' } as const
    await expect(bootstrapRsa(rdms, models, { ...options, signal: controller.signal })).rejects.toBe('stop')
  }
  const seen: number[] = []
  await bootstrapRsa(rdms, models, { over: 'both', draws: 2000, seed: 1, onProgress: (f) => seen.push(f) })
  expect(seen.at(-1)).toBe(1)
  expect(seen.at(-2)).toBeLessThan(1)
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b))
})

describe('bad input gets one clear error', () => {
  const x = madeRdms('float64', 2, 4)
  const valid = { over: 'both', seed: 1 }
  const bad = bootstrapRsa as (...args: unknown[]) => Promise<unknown>
  test.each([
    [[null, x, valid], 'Expected a matrix {data, rows, cols} for rdms but received null'],
    [[madeMatrix('float32', 2, 7), x, valid], 'Expected n (n - 1) / 2 columns, n conditions from 3 to 2048, for rdms'],
    [[madeMatrix('float32', 2, 1), x, valid], 'n conditions from 3 to 2048, for rdms but received 1'],
    [[{ ...x, data: new Float64Array(0), rows: 0 }, x, valid], 'Expected an integer of at least 1 for rdms.rows'],
    [[x, madeRdms('float64', 1, 5), valid], 'Expected the 6 columns of rdms for models but received 10'],
    [[x, x, undefined], 'Expected one of subjects, conditions, both for options.over but received undefined'],
    [[x, x, { over: 'both' }], 'Expected an integer from 0 to 2^64 - 1 (a bigint above 2^53 - 1) for options.seed'],
    [[x, x, { ...valid, seed: -1 }], 'for options.seed but received -1'],
    [[x, x, { ...valid, comparison: 'tau' }], 'for options.comparison but received tau'],
    [[x, x, { ...valid, draws: 0 }], 'Expected an integer from 1 to 2147483647 for options.draws but received 0'],
    [[x, x, { ...valid, level: 95 }], 'Expected a number between 0 and 1 for options.level but received 95'],
    [[x, x, { ...valid, threads: 0 }], 'for options.threads but received 0'],
  ])('%#', async (args, message) => {
    await expect(bad(...args)).rejects.toThrow(message)
    await expect(bad(...args)).rejects.toMatchObject({ code: expect.stringMatching(/^INVALID_(ARGUMENT|SHAPE)$/) })
  })
})
