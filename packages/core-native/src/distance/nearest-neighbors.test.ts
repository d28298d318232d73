import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { bits, madeMatrix, type FloatType } from '../testing/made-matrix.js'
import { sanitized } from '../testing/sanitized.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { cdist, metrics, nearestNeighbors, type Metric, type NearestNeighborsOptions } from './index.js'

const types: FloatType[] = ['float32', 'float64']
const golden = JSON.parse(readFileSync(new URL('golden/neighbors.json', import.meta.url), 'utf8'))
type Made = ReturnType<typeof madeMatrix>
const float64 = (x: Made) => ({ ...x, data: Float64Array.from(x.data) })
const typed = (type: FloatType, values: number[], cols: number): Made => ({
  data: (type === 'float32' ? Float32Array : Float64Array).from(values) as Float64Array,
  rows: values.length / cols,
  cols,
})

// By sorting all float64 distances: an independent way to the same answer, with the bits of cdist.
async function bySorting(queries: Made, base: Made, metric: Metric, { k, exclude }: NearestNeighborsOptions) {
  const { data } = await cdist(float64(queries), float64(base), metric === 'euclidean' ? 'sqeuclidean' : metric)
  return Array.from({ length: queries.rows }, (_, i) => {
    const row = Array.from(data.subarray(i * base.rows, (i + 1) * base.rows), (d, index) => ({ d, index }))
    const allowed = row.filter(
      ({ d, index }) => !Number.isNaN(d) && !(exclude === 'self' ? index === i : exclude && !d),
    )
    allowed.sort((a, b) => a.d - b.d || a.index - b.index)
    const found = Array.from({ length: k }, (_, rank) => allowed[rank] ?? { d: NaN, index: -1 })
    return found.map(({ d, index }) => ({ index, distance: metric === 'euclidean' ? Math.sqrt(d) : d }))
  }).flat()
}

async function expectSorted(queries: Made, base: Made, metric: Metric, options: NearestNeighborsOptions) {
  const expected = await bySorting(queries, base, metric, options)
  const { indices, distances } = await nearestNeighbors(queries, base, { ...options, metric })
  expect([...indices]).toEqual(expected.map(({ index }) => index))
  expect([...distances]).toEqual(expected.map(({ distance }) => distance))
}

const direct = ['euclidean', 'sqeuclidean', 'cityblock', 'chebyshev'] as const

describe.each(types)('nearestNeighbors %s', (type) => {
  test.each(simdLevels())('agrees with the reference at level %s', async (level) => {
    for (const [n, m, cols] of [
      [1, 1, 1],
      [3, 7, 5],
      [9, 49, 257],
      [50, 97, 40],
    ] as const) {
      const queries = madeMatrix(type, n, cols)
      const base = madeMatrix(type, m, cols, (v) => v + 0.1)
      for (const metric of metrics) {
        if (metric === 'correlation' && cols === 1) continue // every row is constant; below
        const options = { k: Math.min(m, 3), metric }
        const expected = await nearestNeighbors(queries, base, { ...options, device: 'reference' })
        const found = await atSimdLevel(level, () => nearestNeighbors(queries, base, { ...options, device: 'cpu' }))
        expect(found.indices).toEqual(expected.indices)
        // Both are float64; the chains of the two definitions are at most 257 steps long.
        for (const [i, d] of expected.distances.entries())
          expect(Math.abs(found.distances[i]! - d)).toBeLessThanOrEqual(600 * 2 ** -53 * d + 1e-15)
      }
    }
  })

  test('gives the same bits at every SIMD level and thread count', async () => {
    const queries = madeMatrix(type, 61, 300, (v, i) => 10 ** (i % 4) * v)
    const base = madeMatrix(type, 130, 300, (v, i, j) => (i === 5 && j === 3 ? NaN : i === 7 ? Infinity : v))
    for (const metric of metrics) {
      const scalar = await atSimdLevel('scalar', () => nearestNeighbors(queries, base, { k: 4, metric, threads: 1 }))
      for (const level of simdLevels())
        for (const threads of [1, 2, 5]) {
          const found = await atSimdLevel(level, () => nearestNeighbors(queries, base, { k: 4, metric, threads }))
          expect(found.indices, `${metric} ${level} ${threads}`).toEqual(scalar.indices)
          expect(bits(found.distances).equals(bits(scalar.distances)), `${metric} ${level} ${threads}`).toBe(true)
        }
    }
  })

  test('gives the float64 distances to the bit, whatever it nominates with', async () => {
    const shifted = (m: number, cols: number) => madeMatrix(type, m, cols, (v) => v + 0.1)
    for (const metric of direct) {
      await expectSorted(madeMatrix(type, 40, 70), shifted(200, 70), metric, { k: 5 })
      await expectSorted(madeMatrix(type, 5, 4400), shifted(60, 4400), metric, { k: 60 }) // in two column panels
    }
    // More queries, and more rows, than are compared at a time.
    await expectSorted(madeMatrix(type, 2310, 3), shifted(1160, 3), 'euclidean', { k: 2 })
    // More candidates than wait to be compared.
    await expectSorted(madeMatrix(type, 12, 20), shifted(1500, 20), 'euclidean', { k: 700 })
  })

  test('a product beyond the range of its type says nothing of a neighbour', async () => {
    const scale = type === 'float32' ? 1e20 : 1e150
    const row = (factor: number) => [1, 2, 3, 4].map((v) => v * factor)
    const base = typed(type, [row(scale * 1e5), row(scale * 1e4), row(0), row(scale * 1e3)].flat(), 4)
    const { indices } = await nearestNeighbors(typed(type, row(scale), 4), base, { k: 2 })
    expect([...indices]).toEqual([2, 3])
  })

  test('gives the same whether a thread has strips of its own or shares them, in one panel of columns or in two', async () => {
    for (const cols of [30, 4400])
      for (const offset of [0, 1e4]) {
        // Rows whose spread is small beside an offset are all compared in float64.
        const queries = madeMatrix(type, 70, cols, (v) => v + offset)
        const base = madeMatrix(type, 1250, cols, (v) => v + offset + 0.1)
        const expected = await bySorting(queries, base, 'euclidean', { k: 3 })
        for (const threads of [1, 2, 6]) {
          const { indices, distances } = await nearestNeighbors(queries, base, { k: 3, threads })
          const label = `${cols} columns, offset ${offset}, ${threads} threads`
          expect([...indices], label).toEqual(expected.map(({ index }) => index))
          expect([...distances], label).toEqual(expected.map(({ distance }) => distance))
        }
      }
  })

  test('decides ties of integer data by the index', async () => {
    const queries = madeMatrix(type, 30, 9, (v) => Math.round(v))
    const base = madeMatrix(type, 400, 9, (v) => Math.round(v))
    for (const metric of direct)
      for (const exclude of [undefined, 'zero'] as const)
        await expectSorted(queries, base, metric, { k: 7, ...(exclude && { exclude }) })
  })

  test('finds rows that differ by 1e-6 of a norm of 1e6', async () => {
    // Exact in float32 too: multiples of 1/64 below 2^17.
    const offset = madeMatrix(type, 1, 100, (v) => Math.round(v * 1e5))
    const near = (seed: number) => (v: number, _: number, j: number) =>
      offset.data[j]! + Math.round((v + seed / 10) * 8) / 64
    await expectSorted(madeMatrix(type, 20, 100, near(1)), madeMatrix(type, 90, 100, near(0)), 'euclidean', { k: 3 })
    const apart = madeMatrix('float64', 90, 100, (v, _, j) => offset.data[j]! + v * 1e-6)
    await expectSorted(apart, apart, 'euclidean', { k: 3, exclude: 'self' })
  })

  test('keeps planted duplicates at exactly 0, self and zero excluded by their own rules', async () => {
    const base = madeMatrix(type, 120, 50, (v) => v + 30)
    for (const [from, to] of [
      [3, 77],
      [3, 110],
      [9, 10],
    ] as const)
      base.data.copyWithin(to * 50, from * 50, (from + 1) * 50)
    const own = await nearestNeighbors(base, base, { k: 2, exclude: 'self' })
    expect([...own.indices.subarray(6, 8)]).toEqual([77, 110])
    expect([...own.distances.subarray(6, 8)]).toEqual([0, 0])
    expect([own.indices[20], own.distances[20]]).toEqual([9, 0])
    for (const metric of direct)
      for (const exclude of [undefined, 'self', 'zero'] as const)
        await expectSorted(base, base, metric, { k: 4, ...(exclude && { exclude }) })
    for (const metric of ['cosine', 'correlation'] as const) {
      const { indices, distances } = await nearestNeighbors(base, base, { k: 2, metric, exclude: 'self' })
      expect([...indices.subarray(6, 8), ...distances.subarray(6, 8)], metric).toEqual([77, 110, 0, 0])
    }
  })

  test('cosine and correlation keep the digits of small distances', async () => {
    const step = type === 'float32' ? 2 ** -20 : 2 ** -40
    const row = madeMatrix(type, 1, 64, (v) => Math.round(v * 8) / 8 + 4)
    // Row i differs from row 0 in feature i alone, by i steps (exact).
    const base = madeMatrix(type, 12, 64, (_, i, j) => row.data[j]! + (i === j ? i * step : 0))
    for (const metric of ['cosine', 'correlation'] as const) {
      const { indices, distances } = await nearestNeighbors({ ...base, data: base.data.slice(0, 64), rows: 1 }, base, {
        ...{ k: 12, metric },
      })
      const shift = metric === 'cosine' ? 0 : Array.from(row.data).reduce((sum, v) => sum + v, 0) / 64
      const centred = Array.from(row.data, (v) => v - shift)
      const squares = centred.reduce((sum, v) => sum + v * v, 0)
      // A small step e_i δ turns a row by δ² (1 - 1/d - x_i²/|x|²) / |x|² / 2 (without 1/d for cosine), to first order.
      for (const [rank, i] of indices.entries()) {
        const apart = 1 - (metric === 'cosine' ? 0 : 1 / 64) - centred[i]! ** 2 / squares
        const expected = i === 0 ? 0 : ((i * step) ** 2 * apart) / squares / 2
        // The unit vectors' own rounding, 2^-53 of |u - v|, limits what is left of a step of 2^-40.
        expect(Math.abs(distances[rank]! - expected)).toBeLessThanOrEqual(expected * (type === 'float32' ? 1e-5 : 1e-3))
      }
    }
  })

  test('a row without a distance is no neighbour', async () => {
    const base = typed(type, [1, NaN, 2, 2, 5, 6], 2)
    const { indices, distances } = await nearestNeighbors(typed(type, [2, 2, NaN, 0], 2), base, { k: 3 })
    expect([...indices]).toEqual([1, 2, -1, -1, -1, -1])
    expect([...distances]).toEqual([0, 5, NaN, NaN, NaN, NaN])
    const constant = await nearestNeighbors(typed(type, [1, 2, 4], 3), typed(type, [7, 7, 7, 1, 2, 4], 3), {
      ...{ k: 2, metric: 'correlation' },
    })
    expect([...constant.indices, ...constant.distances]).toEqual([1, -1, 0, NaN])
  })

  test('holds where products of the type overflow or vanish', async () => {
    for (const factor of type === 'float32' ? [2 ** 70, 2 ** -80] : [2 ** 500, 2 ** -500])
      await expectSorted(
        madeMatrix(type, 9, 40, (v) => v * factor),
        madeMatrix(type, 70, 40, (v) => v * factor),
        'euclidean',
        { k: 3 },
      )
  })

  test('agrees with scikit-learn on golden data', async () => {
    const { queries, base, cols, results } = golden
    for (const { metric, k, indices, distances } of results) {
      const found = await nearestNeighbors(typed(type, queries, cols), typed(type, base, cols), { k, metric })
      expect([...found.indices]).toEqual(indices)
      // The data are exact in float32; scikit-learn's float64 distances err by some 1e-15 of |x||y|.
      for (const [i, d] of distances.entries()) expect(found.distances[i]).toBeCloseTo(d, 12)
    }
  })
})

describe('bad input gets one clear error', () => {
  const x = madeMatrix('float32', 4, 3)
  const bad = nearestNeighbors as (...args: unknown[]) => Promise<unknown>
  test.each([
    [[x, x], 'INVALID_ARGUMENT', 'Expected an integer from 1 to 4 for options.k but received undefined'],
    [
      [x, x, { k: 5 }],
      'INVALID_ARGUMENT',
      'Expected an integer from 1 to 4 for options.k but received 5 of type number',
    ],
    [[x, x, { k: 4, exclude: 'self' }], 'INVALID_ARGUMENT', 'Expected an integer from 1 to 3 for options.k'],
    [[x, x, { k: 1, exclude: 'all' }], 'INVALID_ARGUMENT', 'Expected self, zero or nothing for options.exclude'],
    [[x, x, { k: 1, metric: 'l2' }], 'INVALID_ARGUMENT', 'for metric but received l2'],
    [[x, madeMatrix('float32', 3, 3), { k: 1, exclude: 'self' }], 'INVALID_SHAPE', 'Expected at least the 4 rows'],
    [[x, madeMatrix('float32', 3, 2), { k: 1 }], 'INVALID_SHAPE', 'Expected 3 columns for base as queries has'],
    [[x, madeMatrix('float64', 3, 3), { k: 1 }], 'INVALID_ARGUMENT', 'Expected a Float32Array for base.data'],
    [[x, { ...x, rows: 0, data: new Float32Array(0) }, { k: 1 }], 'INVALID_ARGUMENT', 'from 1 to 0 for options.k'],
    [[x, x, null], 'INVALID_ARGUMENT', 'Expected an object for options but received null'],
  ])('%#', async (args, code, message) => {
    await expect(bad(...args)).rejects.toMatchObject({
      ...{ name: 'CoreNativeError', code, message: expect.stringContaining(message) },
    })
  })

  test('no query gives no neighbour', async () => {
    const { indices, distances } = await nearestNeighbors({ ...x, rows: 0, data: new Float32Array(0) }, x, { k: 2 })
    expect([indices.length, distances.length]).toEqual([0, 0])
  })

  test('an abort rejects with its reason, and progress never falls', async () => {
    const big = madeMatrix('float32', 1500, 2000)
    const fractions: number[] = []
    const controller = new AbortController()
    const onProgress = (fraction: number) => fractions.push(fraction) === 1 && controller.abort('enough')
    await expect(nearestNeighbors(big, big, { k: 1, signal: controller.signal, onProgress })).rejects.toBe('enough')
    await nearestNeighbors(big, big, { k: 1, onProgress })
    expect(fractions.at(-1)).toBe(1)
  })

  test('an abort in the midst of exact comparisons rejects', async () => {
    const [queries, base] = [
      madeMatrix('float32', sanitized ? 100 : 600, 4000),
      madeMatrix('float32', 1200, 4000, (v) => v + 0.1),
    ]
    for (let time = 0; time < 2; time++) {
      const controller = new AbortController()
      // Comparing what waits is the last twentieth of progress, and takes a while for so many neighbours.
      const onProgress = (fraction: number) => fraction > 0.953 && controller.abort('enough')
      await expect(nearestNeighbors(queries, base, { k: 450, signal: controller.signal, onProgress })).rejects.toBe(
        'enough',
      )
    }
  })
})
