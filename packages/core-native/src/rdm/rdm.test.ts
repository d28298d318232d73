import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { pdist } from '../distance/index.js'
import { metrics } from '../distance/metric.js'
import type { Float, Matrix } from '../runtime/matrix.js'
import { distanceBound } from '../testing/distance-bound.js'
import { expectClose } from '../testing/expect-close.js'
import { bits, madeMatrix, wide, type FloatType } from '../testing/made-matrix.js'
import { Once } from '../testing/once.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { rdm, rdmMetrics, type Rdm, type RdmMetric, type RdmOptions } from './index.js'

const references = new Once<Rdm>()
const golden = JSON.parse(readFileSync(new URL('golden/rdm.json', import.meta.url), 'utf8'))
const types: FloatType[] = ['float32', 'float64']
const u32 = 2 ** -24

/** A precision with a condition number of some tens, exactly symmetric. */
function madePrecision(channels: number): Matrix<Float64Array> {
  const root = madeMatrix('float64', channels, channels, (v, i, j) => (i === j ? 2 : v / Math.sqrt(channels)))
  const data = new Float64Array(channels ** 2)
  for (let i = 0; i < channels; i++)
    for (let j = 0; j < channels; j++)
      for (let k = 0; k < channels; k++)
        data[i * channels + j]! += root.data[k * channels + i]! * root.data[k * channels + j]!
  return { data, rows: channels, cols: channels }
}

/** Labels of rows: `repeats` rows of each condition in each fold, but those left out. */
function madeDesign(n: number, folds: number, repeats: number, leftOut = (_c: number, _f: number) => false) {
  const cells = Array.from({ length: n * folds * repeats }, (_, k) => [k % n, Math.floor(k / n) % folds] as const)
  const kept = cells.filter(([c, f]) => !leftOut(c, f))
  return { conditions: kept.map(([c]) => c), folds: Int32Array.from(kept, ([, f]) => 2 - f), rows: kept.length }
}

const sparse = (c: number, f: number) => (c * 5 + f * 3) % 7 === 0 || (c === 1 && f > 0)
const designs = {
  whole: madeDesign(7, 3, 2),
  sparse: madeDesign(50, 4, 1, sparse),
  two: madeDesign(2, 2, 1),
  many: madeDesign(97, 2, 1),
}

/** What each metric takes of these. */
function optionsFor(metric: RdmMetric, design: ReturnType<typeof madeDesign>, precision: Matrix | Float): RdmOptions {
  const { conditions, folds } = design
  if (metric === 'crossnobis') return { metric, conditions, folds, precision }
  return metric.includes('mahalanobis') ? { metric, conditions, precision } : { metric, conditions }
}

/**
 * Errors allowed: those of `pdist` of means that are off by a rounding; of the metrics in float64, the sums' and the
 * factor's, relative to the largest, and the rounding of the result.
 */
function bound(metric: RdmMetric, type: FloatType, channels: number, largest: number): number {
  const plain = metrics.find((m) => m === metric)
  if (plain) return distanceBound(plain, type, channels, largest) + 8 * (type === 'float32' ? u32 : 2 ** -53) * largest
  return largest * ((channels + 60) * 2 ** -50 + (type === 'float32' ? u32 : 0))
}

const largestOf = (values: ArrayLike<number>) =>
  Array.from(values).reduce((most, v) => (Math.abs(v) > most ? Math.abs(v) : most), 0)

describe.each(types)('rdm %s', (type) => {
  test.each(simdLevels())(
    'agrees with the float64 reference at level %s',
    async (level) => {
      for (const [name, design] of Object.entries(designs))
        for (const channels of [1, 5, 49, 257]) {
          if (channels > 49 && design.rows > 50) continue
          const x = madeMatrix(type, design.rows, channels)
          for (const precision of [madePrecision(channels), madeMatrix('float64', 1, channels, (v) => v * v).data])
            for (const metric of rdmMetrics) {
              const options = optionsFor(metric, design, precision)
              const key = [type, name, channels, metric, 'data' in precision].join()
              const expected = await references.get(key, () => rdm(wide(x), { ...options, device: 'reference' }))
              const r = await atSimdLevel(level, () => rdm(x, { ...options, device: 'cpu' }))
              expect({ ...r, values: 0 }).toEqual({ ...expected, values: 0 })
              const largest = Math.max(1, largestOf(expected.values))
              expectClose(r.values, expected.values, () => bound(metric, type, channels, largest))
            }
        }
    },
    120_000,
  )

  test('gives the same bits at every SIMD level and thread count', async () => {
    for (const [design, channels] of [
      [designs.sparse, 300],
      [designs.many, 40],
    ] as const) {
      const x = madeMatrix(type, design.rows, channels, (v, i, j) => (i === 5 && j === 3 ? NaN : 10 ** (i % 5) * v))
      const precision = madePrecision(channels)
      for (const metric of rdmMetrics) {
        const options = optionsFor(metric, design, precision)
        const scalar = await atSimdLevel('scalar', () => rdm(x, { ...options, threads: 1 }))
        for (const level of simdLevels())
          for (const threads of [1, 2, 5]) {
            const r = await atSimdLevel(level, () => rdm(x, { ...options, threads }))
            expect(bits(r.values).equals(bits(scalar.values)), `${metric} ${level} ${threads} threads`).toBe(true)
          }
      }
    }
  })

  test('without conditions each row is one, with the bits of pdist', async () => {
    const x = madeMatrix(type, 20, 30)
    for (const metric of metrics) {
      const r = await rdm<Float>(x, { metric })
      expect(bits(r.values).equals(bits(await pdist<Float>(x, metric)))).toBe(true)
      expect([r.n, r.metric, Array.from(r.conditions)]).toEqual([20, metric, Array.from({ length: 20 }, (_, i) => i)])
    }
  })
})

describe('golden values', () => {
  for (const c of golden.rdms)
    test(`${c.kind} design: SciPy, the definition of crossnobis, rsatoolbox`, async () => {
      const x = { data: Float64Array.from(c.x), rows: c.rows, cols: c.channels }
      const { conditions } = c
      const precision = { data: Float64Array.from(c.precision), rows: c.channels, cols: c.channels }
      for (const device of ['cpu', 'reference'] as const) {
        for (const metric of [...metrics, 'mahalanobis'] as const) {
          if (!(metric in c.scipy)) continue
          const noise = metric === 'mahalanobis' ? { precision } : {}
          const { values } = await rdm(x, { metric, conditions, device, ...noise })
          expectClose(values, c.scipy[metric], (e) => 1e-12 * Math.max(1, e))
        }
        const { values } = await rdm(x, { metric: 'crossnobis', conditions, folds: c.folds, precision, device })
        const numbers = (list: (number | null)[]) => list.map((v) => v ?? NaN)
        expectClose(values, numbers(c.definition), () => 1e-12)
        for (const name of ['crossnobis', 'crossnobis unbalanced'])
          if (name in c.rsatoolbox) expectClose(values, c.rsatoolbox[name], () => 1e-12)
      }
    })

  for (const c of golden.rdms)
    test(`${c.kind} design: rsatoolbox's euclidean and mahalanobis are squared, per channel`, async () => {
      const x = { data: Float64Array.from(c.x), rows: c.rows, cols: c.channels }
      const precision = { data: Float64Array.from(c.precision), rows: c.channels, cols: c.channels }
      const { conditions } = c
      const squared = await rdm(x, { metric: 'sqeuclidean', conditions })
      const whitened = await rdm(x, { metric: 'sqmahalanobis', conditions, precision })
      const correlation = await rdm(x, { metric: 'correlation', conditions })
      const perChannel = (v: number) => v / c.channels
      expectClose(squared.values.map(perChannel), c.rsatoolbox.euclidean, (e) => 1e-12 * e)
      expectClose(whitened.values.map(perChannel), c.rsatoolbox.mahalanobis, (e) => 1e-12 * e)
      expectClose(correlation.values, c.rsatoolbox.correlation, () => 1e-13)
    })
})

test('conditions are ascending, whatever the order of rows, and -0 is 0', async () => {
  const x = { data: Float64Array.of(1, 2, 3, 5, 8), rows: 5, cols: 1 }
  const r = await rdm(x, { metric: 'cityblock', conditions: [7, -0, 7, -2.5, 0] })
  expect(Array.from(r.conditions)).toEqual([-2.5, 0, 7])
  expect(Array.from(r.values)).toEqual([0, 3, 3])
})

describe('crossnobis', () => {
  test('needs two folds that both conditions have; a NaN stays in its fold', async () => {
    // Condition 0 in folds 0, 1, 2; 1 in 0, 1; 2 in 2 alone; 3 in 0, 1, 2 with a NaN in fold 2.
    const rows = [
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [2, 2],
      [3, 0],
      [3, 1],
      [3, 2],
    ]
    const x = madeMatrix('float64', rows.length, 4, (v, i, j) => (i === 8 && j === 1 ? NaN : v))
    const [conditions, folds] = [0, 1].map((k) => rows.map((row) => row[k]!))
    const options = { metric: 'crossnobis', conditions: conditions!, folds: folds! } as const
    for (const device of ['cpu', 'reference'] as const) {
      const { values } = await rdm(x, { ...options, device })
      const found = Array.from(values, (v) => !Number.isNaN(v))
      //                      01    02     03     12     13    23
      expect(found, device).toEqual([true, false, false, false, true, false])
    }
  })

  test('is unbiased: without a difference it averages to 0, with one to its square per channel', async () => {
    const [n, folds, channels] = [60, 4, 50]
    const noise = madeMatrix('float64', n * folds, channels, (v) => Math.sqrt(3) * v)
    const far = { ...noise, data: noise.data.map((v, k) => v + (Math.floor(k / channels) % n < n / 2 ? 0 : 0.5)) }
    const design = {
      conditions: Array.from({ length: n * folds }, (_, k) => k % n),
      folds: Array.from({ length: n * folds }, (_, k) => Math.floor(k / n)),
    }
    const { values } = await rdm(far, { metric: 'crossnobis', ...design })
    let k = 0
    const sums = { same: [0, 0], different: [0, 0] }
    let negative = 0
    for (let i = 0; i < n; i++)
      for (let j = i + 1; j < n; j++, k++) {
        const sum = i < n / 2 === j < n / 2 ? sums.same : sums.different
        sum[0]! += values[k]!
        sum[1]!++
        negative += Number(values[k]! < 0)
      }
    // Unit noise: a value errs by sqrt(8 / (folds (folds - 1) channels)) = 0.12; 900 of them, on 60 patterns, by 0.02.
    expect(Math.abs(sums.same[0]! / sums.same[1]!)).toBeLessThan(0.06)
    expect(Math.abs(sums.different[0]! / sums.different[1]! - 0.25)).toBeLessThan(0.06)
    expect(negative).toBeGreaterThan(100)
  })
})

test('mahalanobis is the root of sqmahalanobis, and euclidean under the identity', async () => {
  const x = madeMatrix('float64', 12, 9)
  const identity = madeMatrix('float64', 9, 9, (_, i, j) => Number(i === j))
  const squared = await rdm(x, { metric: 'sqmahalanobis', precision: madePrecision(9) })
  const root = await rdm(x, { metric: 'mahalanobis', precision: madePrecision(9) })
  expect(Array.from(root.values)).toEqual(Array.from(squared.values, Math.sqrt))
  const plain = await rdm(x, { metric: 'mahalanobis', precision: identity })
  expect(bits(plain.values).equals(bits(await pdist(x, 'euclidean')))).toBe(true)
})

test('progress of all stages is one, from 0 to 1', async () => {
  const seen: number[] = []
  const x = madeMatrix('float64', 300, 400)
  const conditions = Array.from({ length: 300 }, (_, k) => k)
  await rdm(x, { metric: 'mahalanobis', conditions, precision: madePrecision(400), onProgress: (f) => seen.push(f) })
  expect(seen.at(-1)).toBe(1)
  expect([...seen].sort((a, b) => a - b)).toEqual(seen)
  expect(seen.filter((f) => f === 1)).toHaveLength(1)
})
