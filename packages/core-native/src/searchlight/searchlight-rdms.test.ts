import { describe, expect, test } from 'vitest'
import { expectClose } from '../testing/expect-close.js'
import { bits, madeMatrix, wide, type FloatType } from '../testing/made-matrix.js'
import { madeNeighbourhoods } from '../testing/made-neighbourhoods.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { pdist } from '../index.js'
import { searchlightRdms, type Neighbourhoods, type SearchlightMetric } from './index.js'

const types: FloatType[] = ['float32', 'float64']
const metrics: SearchlightMetric[] = ['correlation', 'euclidean', 'sqeuclidean', 'cosine', 'crossnobis']

/** Rows of `conditions` x 3 folds, in no order. */
const design = (conditions: number) => {
  const rows = Array.from({ length: conditions * 3 }, (_, k) => (k * 7 + 2) % (conditions * 3))
  return { conditions: rows.map((r) => 10 * (r % conditions)), folds: rows.map((r) => Math.floor(r / conditions) - 1) }
}
const coprime = (conditions: number) => (conditions * 3) % 7 !== 0

const options = (metric: SearchlightMetric, conditions: number) =>
  metric === 'crossnobis' ? { metric, ...design(conditions) } : { metric }
const rowsOf = (metric: SearchlightMetric, conditions: number) =>
  metric === 'crossnobis' ? 3 * conditions : conditions

/** A chain of m fused steps errs by m units of the last place of the terms' size; a distance of 1 is a few. */
const tolerance = (type: FloatType, members: number) => (type === 'float32' ? 2 ** -23 : 2 ** -52) * (members + 20) * 4

describe.each(types)('searchlightRdms %s', (type) => {
  test.each(simdLevels())(
    'agrees with the float64 reference at level %s, sizes around every edge',
    async (level) => {
      for (const conditions of [2, 3, 4, 5, 8, 9, 16, 17, 20, 31, 33, 49])
        for (const metric of metrics) {
          if (!coprime(conditions)) continue
          const betas = madeMatrix(type, rowsOf(metric, conditions), 60)
          const n = madeNeighbourhoods(60, [0, 1, 2, 3, 7, 19, 60])
          const o = options(metric, conditions)
          const expected = await searchlightRdms(wide(betas), n, { ...o, device: 'reference' })
          const found = await atSimdLevel(level, () => searchlightRdms(betas, n, { ...o, device: 'cpu' }))
          expect(found.rows).toBe(7)
          expect(found.cols).toBe((conditions * (conditions - 1)) / 2)
          expectClose(found.data, expected.data, (e) => tolerance(type, 60) * (1 + Math.abs(e)))
        }
    },
    60_000,
  )

  test('gives the same bits at every SIMD level and thread count, whatever else is in the volume', async () => {
    for (const metric of metrics)
      for (const conditions of [5, 20, 40]) {
        const betas = madeMatrix(type, rowsOf(metric, conditions), 300, (v, i, j) =>
          j === 3 ? NaN : j === 7 ? Infinity : 10 ** (i % 5) * v,
        )
        const n = madeNeighbourhoods(300, [...Array.from({ length: 70 }, (_, k) => k % 40), 300])
        const o = options(metric, conditions)
        const scalar = await atSimdLevel('scalar', () => searchlightRdms(betas, n, { ...o, threads: 1 }))
        for (const level of simdLevels())
          for (const threads of [1, 2, 5]) {
            const found = await atSimdLevel(level, () => searchlightRdms(betas, n, { ...o, threads }))
            expect(bits(found.data).equals(bits(scalar.data)), `${metric} ${level} ${threads} threads`).toBe(true)
          }
        const last = { centers: Int32Array.of(0), offsets: n.offsets.slice(-2), indices: n.indices.slice(-300) }
        const alone = await searchlightRdms(betas, { ...last, offsets: Int32Array.of(0, 300) }, o)
        expect(bits(alone.data).equals(bits(scalar.data.slice(-alone.cols))), `${metric} alone`).toBe(true)
      }
  })

  test('of a neighbourhood of all voxels, are what pdist gives', async () => {
    const betas = madeMatrix(type, 23, 90)
    const n = madeNeighbourhoods(90, [90])
    for (const metric of ['correlation', 'euclidean', 'sqeuclidean', 'cosine'] as const) {
      const { data } = await searchlightRdms(betas, n, { metric })
      expectClose(data, Array.from(await pdist(betas, metric)), (e) => tolerance(type, 90) * (1 + e))
    }
  })

  test.each(['cpu', 'reference'] as const)('%s: constant, zero, equal and NaN conditions', async (device) => {
    const rows = [
      [0.1, 0.1, 0.1, 9],
      [0, 0, 0, 1],
      [0.1, 0.7, -2, 5],
      [0.1, 0.7, -2, 7],
      [NaN, 1, 2, 3],
    ]
    const betas = madeMatrix(type, 5, 4, (_, i, j) => rows[i]![j]!)
    const n = { centers: Int32Array.of(0, 3), offsets: Int32Array.of(0, 3, 3), indices: Int32Array.of(0, 1, 2) }
    const at = (d: ArrayLike<number>, i: number, j: number) => d[i * 5 - (i * (i + 1)) / 2 + j - i - 1]
    for (const metric of metrics.slice(0, 4)) {
      const { data } = await searchlightRdms(betas, n, { metric, device })
      expect(at(data, 2, 3), `${metric} of equal patterns`).toBeCloseTo(0, device === 'cpu' ? 300 : 12)
      for (let i = 0; i < 4; i++) expect(at(data, i, 4), `${metric} of a NaN pattern`).toBeNaN()
      expect(data.slice(10).every(Number.isNaN), 'an empty neighbourhood').toBe(true)
    }
    const correlation = (await searchlightRdms(betas, n, { metric: 'correlation', device })).data
    for (const j of [1, 2, 3]) expect(at(correlation, 0, j), 'a constant pattern').toBeNaN()
    expect(at((await searchlightRdms(betas, n, { metric: 'cosine', device })).data, 1, 2), 'a zero pattern').toBeNaN()
  })

  test('correlation survives a large common offset', async () => {
    const betas = madeMatrix(type, 8, 100, (v) => Math.round(v * 64) / 64)
    const shifted = { ...betas, data: betas.data.map((v) => v + 4096) as typeof betas.data }
    const n = madeNeighbourhoods(100, [100, 33])
    const plain = await searchlightRdms(betas, n, { metric: 'correlation' })
    const moved = await searchlightRdms(shifted, n, { metric: 'correlation' })
    expectClose(moved.data, Array.from(plain.data), () => tolerance(type, 100))
  })

  test('crossnobis uses the pairs of folds that both conditions have', async () => {
    const full = madeMatrix(type, 12, 30)
    const conditions = Array.from({ length: 12 }, (_, r) => r % 4)
    const folds = Array.from({ length: 12 }, (_, r) => Math.floor(r / 4))
    const n = madeNeighbourhoods(30, [30, 5])
    // Without rows 5 (condition 1 in fold 1) and 2, 6 (condition 2 in folds 0 and 1: one is left, so no pair of folds).
    const kept = conditions.map((_, r) => r).filter((r) => ![2, 5, 6].includes(r))
    const rows = kept.flatMap((r) => Array.from(full.data.subarray(r * 30, (r + 1) * 30)))
    const typed = { data: type === 'float32' ? Float32Array.from(rows) : Float64Array.from(rows), rows: 9, cols: 30 }
    const o = {
      metric: 'crossnobis',
      conditions: kept.map((r) => conditions[r]!),
      folds: kept.map((r) => folds[r]!),
    } as const
    const expected = await searchlightRdms({ ...typed, data: Float64Array.from(typed.data) }, n, {
      ...o,
      device: 'reference',
    })
    const scalar = await atSimdLevel('scalar', () => searchlightRdms(typed, n, o))
    expect(Number.isNaN(expected.data[1])).toBe(true)
    for (const level of simdLevels()) {
      const found = await atSimdLevel(level, () => searchlightRdms(typed, n, o))
      expectClose(found.data, expected.data, (e) => tolerance(type, 30) * (1 + Math.abs(e)))
      expect(bits(found.data).equals(bits(scalar.data))).toBe(true)
    }
  })
})

test('crossnobis of noise alone is zero in the mean, and of planted patterns their distance', async () => {
  const noise = madeMatrix('float64', 40, 20_000)
  const o = { metric: 'crossnobis', conditions: [0, 1, 0, 1, 0, 1, 0, 1], folds: [0, 0, 1, 1, 2, 2, 3, 3] } as const
  const betas = { data: noise.data.slice(0, 8 * 20_000), rows: 8, cols: 20_000 }
  const n = madeNeighbourhoods(20_000, [20_000])
  // The variance of a normal-like draw is 1/3, of a difference 2/3; 12 products of folds, 20,000 voxels: an error of .0014.
  expect(Math.abs((await searchlightRdms(betas, n, o)).data[0]!)).toBeLessThan(4 * 0.0014)
  const planted = { ...betas, data: betas.data.map((v, k) => v + (Math.floor(k / 20_000) % 2) * 0.5) }
  expect((await searchlightRdms(planted, n, o)).data[0]).toBeCloseTo(0.25, 1)
})

test('an abort ends the work, and progress rises to 1', async () => {
  const betas = madeMatrix('float32', 100, 2000)
  const n = madeNeighbourhoods(
    2000,
    Array.from({ length: 3000 }, () => 300),
  )
  const fractions: number[] = []
  await searchlightRdms(betas, madeNeighbourhoods(2000, [5, 9]), {
    metric: 'euclidean',
    onProgress: (f) => fractions.push(f),
  })
  expect(fractions.at(-1)).toBe(1)
  const controller = new AbortController()
  const reason = new Error('enough')
  setTimeout(() => controller.abort(reason), 20)
  await expect(
    searchlightRdms(betas, n, { metric: 'correlation', signal: controller.signal, threads: 1 }),
  ).rejects.toBe(reason)
})

test('each wrong argument is one clear error', async () => {
  const betas = madeMatrix('float32', 4, 10)
  const n = madeNeighbourhoods(10, [3])
  const o = { metric: 'correlation' } as const
  const cases: [string, RegExp, () => Promise<unknown>][] = [
    [
      'INVALID_ARGUMENT',
      /one of correlation.* for options\.metric but received .*pearson/,
      () => searchlightRdms(betas, n, { metric: 'pearson' as never }),
    ],
    ['INVALID_ARGUMENT', /for options but received undefined/, () => searchlightRdms(betas, n, undefined as never)],
    ['INVALID_ARGUMENT', /neighbourhoods/, () => searchlightRdms(betas, null as never, o)],
    [
      'INVALID_ARGUMENT',
      /0 to 9.*indices\[0\]/,
      () => searchlightRdms(betas, { ...n, indices: Int32Array.of(10, 1, 2) }, o),
    ],
    ['INVALID_SHAPE', /at least 2 conditions/, () => searchlightRdms(madeMatrix('float32', 1, 10), n, o)],
    ['INVALID_ARGUMENT', /options\.folds/, () => searchlightRdms(betas, n, { ...o, folds: [1, 2, 3, 4] })],
    [
      'INVALID_ARGUMENT',
      /for options\.conditions but received undefined/,
      () => searchlightRdms(betas, n, { metric: 'crossnobis' }),
    ],
    [
      'INVALID_SHAPE',
      /4 labels.*options\.conditions but received 3/,
      () => searchlightRdms(betas, n, { metric: 'crossnobis', conditions: [1, 2, 3], folds: [1, 2, 1, 2] }),
    ],
    [
      'INVALID_ARGUMENT',
      /a number for options\.folds\[1\]/,
      () => searchlightRdms(betas, n, { metric: 'crossnobis', conditions: [1, 2, 1, 2], folds: [1, NaN, 1, 2] }),
    ],
    [
      'INVALID_ARGUMENT',
      /2 different folds/,
      () => searchlightRdms(betas, n, { metric: 'crossnobis', conditions: [1, 2, 3, 4], folds: [1, 1, 1, 1] }),
    ],
    [
      'INVALID_ARGUMENT',
      /once in a fold/,
      () => searchlightRdms(betas, n, { metric: 'crossnobis', conditions: [1, 1, 1, 2], folds: [1, 1, 2, 2] }),
    ],
  ]
  for (const [code, message, call] of cases)
    await expect(call()).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
})

test('members changed during the call read other voxels, never other memory', async () => {
  const betas = madeMatrix('float64', 30, 500)
  const n: Neighbourhoods = madeNeighbourhoods(
    500,
    Array.from({ length: 2000 }, () => 100),
  )
  const call = searchlightRdms(betas, n, { metric: 'correlation' })
  n.indices.fill(-1)
  expect((await call).data).toHaveLength(2000 * 435)
})
