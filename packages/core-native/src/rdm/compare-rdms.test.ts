import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Float, Matrix } from '../runtime/matrix.js'
import { expectClose } from '../testing/expect-close.js'
import { bits, madeMatrix, type FloatType } from '../testing/made-matrix.js'
import { Once } from '../testing/once.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { compareRdms, comparisons, type Comparison } from './index.js'

const references = new Once<Matrix<Float64Array>>()
const golden = JSON.parse(readFileSync(new URL('golden/rdm.json', import.meta.url), 'utf8'))
const types: FloatType[] = ['float32', 'float64']
const byRanks: readonly Comparison[] = ['spearman', 'tau-a', 'tau-b', 'rho-a']

/**
 * Products of unit rows err by 3 (min(cells, 256) + 4) u (README of distance, "Error"); whitening adds the rounding of
 * each coordinate, below two more u; comparisons of ranks err by a few roundings of float64.
 */
function bound(comparison: Comparison, type: FloatType, cells: number): number {
  const u = type === 'float32' ? 2 ** -24 : 2 ** -53
  return byRanks.includes(comparison) ? 8 * 2 ** -53 : 3 * (Math.min(cells, 256) + 6) * u + 1e-14
}

const round = (v: number) => Math.round(2 * v)
const missing = (v: number, i: number, j: number) => (((i + 1) * (j + 3)) % 11 === 0 || j === 4 ? NaN : v)
const fills = {
  plain: (v: number) => v,
  ties: round,
  missing,
  tiedMissing: (v: number, i: number, j: number) => missing(round(v), i, j),
}

describe.each(types)('compareRdms %s', (type) => {
  test.each(simdLevels())(
    'agrees with the reference at level %s, sizes around every edge',
    async (level) => {
      // Cells: one word of the set of places (63 | 66), a panel of features, and the last n of ranks in float32.
      for (const cells of [1, 3, 45, 66, 253, 276])
        for (const [rowsA, rowsB] of [
          [1, 1],
          [3, 2],
          [9, 49],
        ] as const) {
          if (cells > 100 && rowsB > 1) continue
          for (const [name, fill] of Object.entries(fills)) {
            const [a, b] = [madeMatrix(type, rowsA, cells, fill), madeMatrix(type, rowsB + rowsA, cells, fill)]
            for (const comparison of comparisons) {
              const key = [type, cells, rowsA, rowsB, name, comparison].join()
              const expected = await references.get(key, () => compareRdms(a, b, { comparison, device: 'reference' }))
              const r = await atSimdLevel(level, () => compareRdms(a, b, { comparison, device: 'cpu' }))
              expect([r.rows, r.cols]).toEqual([a.rows, b.rows])
              expectClose(r.data, expected.data, () => bound(comparison, type, cells))
            }
          }
        }
    },
    120_000,
  )

  test('gives the same bits at every SIMD level and thread count', async () => {
    for (const cells of [36, 435, 4950])
      for (const fill of Object.values(fills)) {
        const [a, b] = [madeMatrix(type, 11, cells, fill), madeMatrix(type, 70, cells, fill)]
        if (cells > 435) b.data.fill(0.5, 0, cells)
        const few = cells > 435 ? { ...b, data: b.data.subarray(0, 5 * cells), rows: 5 } : b
        for (const comparison of comparisons) {
          const scalar = await atSimdLevel('scalar', () =>
            compareRdms(a, few as Matrix<Float>, { comparison, threads: 1 }),
          )
          for (const level of simdLevels())
            for (const threads of [1, 3]) {
              const r = await atSimdLevel(level, () => compareRdms(a, few as Matrix<Float>, { comparison, threads }))
              expect(bits(r.data).equals(bits(scalar.data)), `${comparison} ${level} ${threads} threads`).toBe(true)
            }
        }
      }
  }, 120_000)

  test('equal RDMs are at exactly 1, negated ones at -1', async () => {
    for (const cells of [10, 300]) {
      const x = madeMatrix(type, 3, cells)
      const negated = { ...x, data: x.data.map((v) => -v) as typeof x.data }
      for (const comparison of comparisons) {
        const [same, other] = [await compareRdms(x, x, { comparison }), await compareRdms(x, negated, { comparison })]
        for (let i = 0; i < 3; i++) {
          expect(same.data[4 * i], comparison).toBe(1)
          expect(other.data[4 * i], comparison).toBe(-1)
        }
      }
    }
  })

  test.each(['cpu', 'reference'] as const)('%s: constant, zero and missing RDMs', async (device) => {
    const rows = [
      [1, 2, 3, 5, 4, 6],
      [7, 7, 7, 7, 7, 7],
      [0.1, 0.1, 0.1, 0.1, 0.1, 0.1],
      [0, 0, 0, 0, 0, 0],
      [NaN, NaN, NaN, NaN, NaN, NaN],
      [1, Infinity, 3, 5, 4, 6],
      [1, NaN, NaN, NaN, NaN, NaN],
      [NaN, 2, NaN, 1, NaN, NaN],
    ]
    const x = madeMatrix(type, rows.length, 6, (_, i, j) => rows[i]![j]!)
    for (const comparison of comparisons) {
      const { data } = await compareRdms(x, x, { comparison, device })
      const [constant, small, zero, none, infinite, one] = [1, 2, 3, 4, 5, 6].map((j) => data[j]!)
      const ranked = byRanks.includes(comparison)
      const signed = comparison === 'tau-a' || comparison === 'rho-a'
      const cosine = comparison === 'cosine' || comparison === 'whitened-cosine'
      for (const value of cosine ? [] : [constant, small, zero])
        expect(value, `${comparison} constant`).toBe(signed ? 0 : NaN)
      if (cosine) {
        expect(constant, comparison).toBeGreaterThan(0.8)
        expect(zero, comparison).toBeNaN()
      }
      expect(none, comparison).toBeNaN()
      if (ranked) expect(infinite, comparison).toBeGreaterThan(0)
      else expect(infinite, comparison).toBeNaN()
      expect(one, `${comparison} of one cell`).toBe(cosine ? 1 : NaN)
      expect(data[6 * 8 + 7], `${comparison} without a cell in common`).toBeNaN()
      if (!cosine) expect(data[7], `${comparison} of the two cells in common`).toBe(-1)
    }
  })
})

describe('golden values', () => {
  const matrix = (values: (number | null)[], rows: number) => ({
    data: Float64Array.from(values, (v) => v ?? NaN),
    rows,
    cols: values.length / rows,
  })
  for (const c of golden.comparisons)
    test(`agrees with SciPy, with V formed, and with rsatoolbox: ${c.kind}, ${c.n} conditions`, async () => {
      const [a, b] = [matrix(c.a, c.rowsA), matrix(c.b, c.rowsB)]
      for (const comparison of comparisons)
        for (const device of ['cpu', 'reference'] as const) {
          const { data } = await compareRdms(a, b, { comparison, device })
          expectClose(data, c.scipy[comparison], () => 1e-13)
          if (c.rsatoolbox) expectClose(data, c.rsatoolbox[comparison], () => 1e-12)
        }
    })
})

test('ranks are exact where n(n²-1)/3 reaches 2^24, at 370 cells, and beyond', async () => {
  // Spearman's rho of a permutation without ties is 1 - 6 Σd² / (n(n²-1)), in integers.
  for (const n of [369, 370, 5000]) {
    const step = 7
    const x = Float64Array.from({ length: n }, (_, k) => k)
    const y = Float64Array.from({ length: n }, (_, k) => (k * step) % n)
    const size = BigInt(n) * (BigInt(n) ** 2n - 1n)
    const squares = y.reduce((sum, value, k) => sum + BigInt(value - k) ** 2n, 0n)
    const expected = Number(size - 6n * squares) / Number(size)
    for (const comparison of ['spearman', 'rho-a'] as const) {
      const r = await compareRdms({ data: x, rows: 1, cols: n }, { data: y, rows: 1, cols: n }, { comparison })
      expect(Math.abs(r.data[0]! - expected), `${comparison} of ${n}`).toBeLessThanOrEqual(
        2 ** -51 * Math.abs(expected),
      )
    }
  }
})

test('tau of many cells is that of the count of all pairs', async () => {
  for (const cells of [2047, 2048, 2049]) {
    const a = madeMatrix('float64', 1, cells, (v) => Math.round(40 * v))
    const b = madeMatrix('float64', 1, cells, (v, _, j) => v + j / cells)
    let both = 0
    for (let i = 0; i < cells; i++)
      for (let j = 0; j < i; j++) both += Math.sign(a.data[i]! - a.data[j]!) * Math.sign(b.data[i]! - b.data[j]!)
    const r = await compareRdms(a, b, { comparison: 'tau-a' })
    expect(r.data[0]).toBe(both / ((cells * (cells - 1)) / 2))
    expect((await compareRdms(b, a, { comparison: 'tau-a' })).data[0]).toBe(r.data[0])
  }
})

test('tau of 70,000 cells turned by s has s (n - s) discordant pairs', async () => {
  const [n, s] = [70_000, 40_001]
  const x = { data: Float64Array.from({ length: n }, (_, k) => k), rows: 1, cols: n }
  const y = { ...x, data: x.data.map((k) => (k + s) % n) }
  const pairs = (n * (n - 1)) / 2
  const { data } = await compareRdms(x, y, { comparison: 'tau-b' })
  expect(data[0]).toBe((pairs - 2 * s * (n - s)) / pairs)
})

test('whitened comparisons hold at any scale that the type can express', async () => {
  const x = madeMatrix('float64', 4, 45)
  for (const comparison of ['whitened-cosine', 'whitened-correlation', 'pearson', 'cosine'] as const) {
    const expected = await compareRdms(x, x, { comparison })
    for (const factor of [2 ** 1000, 2 ** -950]) {
      const scaled = { ...x, data: x.data.map((v) => v * factor) as typeof x.data }
      expectClose((await compareRdms(scaled, x, { comparison })).data, expected.data, () => 1e-14)
    }
  }
})

test('leaves its input as it was', async () => {
  const x = madeMatrix('float32', 9, 276, missing)
  const before = Buffer.from(bits(x.data))
  for (const comparison of comparisons) await compareRdms(x, x, { comparison })
  expect(bits(x.data).equals(before)).toBe(true)
})

test('aborts in the middle', async () => {
  const x = madeMatrix('float64', 60, 19_900)
  for (const comparison of ['tau-b', 'spearman'] as const) {
    const controller = new AbortController()
    const reason = new Error('enough')
    setTimeout(() => controller.abort(reason), 5)
    await expect(compareRdms(x, x, { comparison, signal: controller.signal })).rejects.toBe(reason)
  }
})

describe('bad input gets one clear error', () => {
  const x = madeMatrix('float32', 2, 4)
  const bad = compareRdms as (...args: unknown[]) => Promise<unknown>
  test.each([
    [
      [null, x, { comparison: 'pearson' }],
      'INVALID_ARGUMENT',
      'Expected a matrix {data, rows, cols} for a but received null',
    ],
    [
      [x, madeMatrix('float32', 2, 3), { comparison: 'pearson' }],
      'INVALID_SHAPE',
      'Expected 4 columns for b as a has but received 3',
    ],
    [
      [x, madeMatrix('float64', 2, 4), { comparison: 'pearson' }],
      'INVALID_ARGUMENT',
      'Expected a Float32Array for b.data as a has but received a Float64Array',
    ],
    [[x, x], 'INVALID_ARGUMENT', 'Expected an object for options but received undefined'],
    [
      [x, x, { comparison: 'kendall' }],
      'INVALID_ARGUMENT',
      'Expected one of pearson, spearman, tau-a, tau-b, rho-a, cosine, whitened-cosine, whitened-correlation for options.comparison but received kendall of type string',
    ],
    [
      [x, x, { comparison: 'whitened-cosine' }],
      'INVALID_SHAPE',
      'Expected n(n-1)/2 columns for a and b but received 4',
    ],
    [
      [x, x, { comparison: 'pearson', threads: 0 }],
      'INVALID_ARGUMENT',
      'Expected an integer from 1 to 1024 for options.threads but received 0 of type number',
    ],
  ])('%#', async (args, code, message) => {
    await expect(bad(...args)).rejects.toMatchObject({ name: 'CoreNativeError', code, message })
  })
})
