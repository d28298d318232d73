import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { philox, type Matrix, type Shape3, type VolumeInferenceOptions } from '../index.js'
import { expectClose } from '../testing/expect-close.js'
import { bits, madeMatrix } from '../testing/made-matrix.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { volumeInference } from './index.js'

const golden = JSON.parse(readFileSync(new URL('golden/clusters.json', import.meta.url), 'utf8')).inference
const tails = ['positive', 'negative', 'both'] as const
const devices = ['cpu', 'reference'] as const
const statistics = [
  { statistic: 'voxel' },
  { statistic: 'cluster-size', threshold: 1, connectivity: 6 },
  { statistic: 'cluster-mass', threshold: 1, connectivity: 18 },
  { statistic: 'cluster-mass', threshold: 1, connectivity: 26, mass: 'excess' },
  { statistic: 'tfce', connectivity: 26 },
  { statistic: 'tfce', connectivity: 6, height: 1, extent: 2 / 3 },
] as const
const full = (shape: Shape3) => ({
  data: new Uint8Array(shape[0] * shape[1] * shape[2]).fill(1),
  shape,
})
/** Sums of up to some hundred terms in other orders. */
const bound = (e: number) => 1e-11 * Math.max(1, Math.abs(e))

describe.each(['float32', 'float64'] as const)('%s', (type) => {
  test.each(statistics)('agrees with the specification at every SIMD level: %o', async (statistic) => {
    // Voxels around a tile's edge, subjects around a word's and a block's.
    for (const [subjects, shape, flips] of [
      [2, [1, 1, 1], 9],
      [5, [3, 7, 3], 20],
      [31, [4, 4, 4], 9],
      [33, [5, 13, 1], 17],
      [257, [1, 3, 3], 3],
    ] as const) {
      const mask = full(shape)
      const maps = madeMatrix(type, subjects, mask.data.length)
      for (const tail of tails) {
        const options: VolumeInferenceOptions = { ...statistic, tail, flips, seed: 7 }
        const expected = await volumeInference(maps, mask, { ...options, device: 'reference' })
        for (const level of simdLevels()) {
          const result = await atSimdLevel(level, () => volumeInference(maps, mask, { ...options, device: 'cpu' }))
          for (const part of ['t', 'statistic', 'maxima'] as const) expectClose(result[part], expected[part], bound)
          expect(result.pFwe).toEqual(expected.pFwe)
          expect(result.exact).toBe(expected.exact)
        }
      }
    }
  })

  test('gives the same bits at every SIMD level and thread count', async () => {
    const mask = full([9, 10, 11])
    const maps = madeMatrix(type, 13, 990, (v, i) => v * Math.PI + i / 20)
    for (const statistic of statistics) {
      const run = (threads: number) =>
        volumeInference(maps, mask, { ...statistic, tail: 'both', flips: 37, seed: 3, threads })
      const scalar = await atSimdLevel('scalar', () => run(1))
      for (const level of simdLevels())
        for (const threads of [1, 2, 5]) {
          const result = await atSimdLevel(level, () => run(threads))
          for (const part of ['t', 'statistic', 'maxima', 'pFwe'] as const)
            expect(bits(result[part]).equals(bits(scalar[part])), `${part} ${level} ${threads}`).toBe(true)
        }
    }
  })
})

test.each(devices)('%s agrees with SciPy over all flips of golden data', async (device) => {
  const { shape, threshold, connectivity, subjects } = golden
  const mask = { data: Float64Array.from(golden.mask), shape }
  const maps = { data: Float64Array.from(golden.maps), rows: subjects, cols: golden.maps.length / subjects }
  for (const { statistic, tail, scores, maxima, p } of golden.results) {
    const options = { statistic, tail, threshold, connectivity, flips: 64, seed: 1, device }
    const result = await volumeInference(maps, mask, options)
    expect(result.exact).toBe(true)
    expectClose(result.t, golden.t, bound)
    expectClose(result.statistic, scores, bound)
    expectClose(result.maxima, maxima, bound)
    expectClose(result.pFwe, p, () => 1e-15)
  }
})

describe('flips', () => {
  const maps = madeMatrix('float64', 10, 30)
  const mask = full([5, 3, 2])
  const run = (more: object) =>
    volumeInference(maps, mask, { statistic: 'voxel', tail: 'both', flips: 100, seed: 5, ...more })

  test('all of them where they suffice, else as many as asked for', async () => {
    expect(await run({ flips: 1024 })).toMatchObject({ exact: true, maxima: { length: 1024 } })
    expect(await run({ flips: 5000 })).toMatchObject({ exact: true, maxima: { length: 1024 } })
    expect(await run({ flips: 1023 })).toMatchObject({ exact: false, maxima: { length: 1023 } })
  })

  test('the first is the observed one, so that the smallest p is 1 over their number', async () => {
    const { t, pFwe, maxima } = await run({})
    expect(maxima[0]).toBe(Math.max(...t.map(Math.abs)))
    expect(Math.min(...pFwe)).toBeGreaterThanOrEqual(1 / 100)
    expect([...(await run({ flips: 1 })).pFwe]).toEqual(Array(30).fill(1))
  })

  test('each is a function of the seed and its index alone', async () => {
    const [few, many, other] = [await run({ flips: 50 }), await run({ flips: 90 }), await run({ flips: 50, seed: 6 })]
    expect([...many.maxima.slice(0, 50)]).toEqual([...few.maxima])
    expect(other.maxima[0]).toBe(few.maxima[0])
    expect([...other.maxima]).not.toEqual([...few.maxima])
    const words = philox(5, 17).uint32()
    const signed = { ...maps, data: maps.data.map((x, k) => ((words >>> Math.floor(k / 30)) & 1 ? -x : x)) }
    const alone = await volumeInference(signed, mask, { statistic: 'voxel', tail: 'both', flips: 1, seed: 0 })
    expect(alone.maxima[0]).toBe(few.maxima[17])
  })

  test('flips that are equal but for rounding count as equal', async () => {
    const random = philox(11)
    const subjects = 8
    for (let set = 0; set < 20; set++) {
      const units = Array.from({ length: subjects }, () => 1 + random.integer(9))
      const x = { data: Float64Array.from(units, (k) => (k - 3) * 0.1), rows: subjects, cols: 1 }
      const options = { statistic: 'voxel', tail: 'both', flips: 256, seed: 0 } as const
      const { pFwe } = await volumeInference(x, full([1, 1, 1]), options)
      // |t| grows with |sum|, for no flip changes the sum of squares; and sums of integers are exact.
      const sum = (flip: number) => Math.abs(units.reduce((s, k, i) => s + ((flip >> i) & 1 ? 3 - k : k - 3), 0))
      const reached = Array.from({ length: 256 }, (_, flip) => sum(flip)).filter((s) => s >= sum(0)).length
      expect(pFwe[0]).toBe(reached / 256)
    }
  })
})

test('t is exact far from zero and at any scale of a voxel', async () => {
  const maps = madeMatrix('float64', 8, 4, (v) => Math.round(v * 64) / 64)
  const options = { statistic: 'voxel', tail: 'both', flips: 16, seed: 1 } as const
  const { t, maxima } = await volumeInference(maps, full([1, 2, 2]), options)
  const scaled = { ...maps, data: maps.data.map((x, k) => x * [2 ** 1000, 2 ** -900, 1, 2 ** -1060][k % 4]!) }
  const same = await volumeInference(scaled, full([1, 2, 2]), options)
  expect([...same.t]).toEqual([...t])
  expect([...same.maxima]).toEqual([...maxima])
  const offset = { ...maps, data: maps.data.map((x) => x + 2 ** 30) }
  const far = await volumeInference(offset, full([1, 2, 2]), { ...options, device: 'cpu' })
  // t of x + offset from the exact deviations of x: mean and standard error are known to 1e-15.
  const expected = [0, 1, 2, 3].map((c) => {
    const x = Array.from({ length: 8 }, (_, i) => maps.data[i * 4 + c]!)
    const mean = x.reduce((a, b) => a + b) / 8
    return (mean + 2 ** 30) / Math.sqrt(x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 7 / 8)
  })
  expectClose(far.t, expected, (e) => 1e-14 * e)
})

test.each(devices)('%s: a voxel with a NaN, or of one magnitude, is outside', async (device) => {
  const maps = madeMatrix('float64', 7, 24)
  const spoilt = Float64Array.from(maps.data)
  for (let i = 0; i < 7; i++) {
    spoilt[i * 24 + 10] = i % 2 ? 0.1 : -0.1
    spoilt[i * 24 + 23] = 0
  }
  spoilt[3 * 24 + 5] = NaN
  const outside = [5, 10, 23]
  const mask = full([2, 4, 3])
  const kept = maps.data.filter((_, k) => !outside.includes(k % 24))
  const smaller = { ...mask, data: mask.data.map((_, v) => (outside.includes(v) ? 0 : 1)) }
  for (const statistic of statistics) {
    const options = { ...statistic, tail: 'both', flips: 30, seed: 2, device } as const
    const all = await volumeInference({ ...maps, data: spoilt }, mask, options)
    const few = await volumeInference({ data: kept, rows: 7, cols: 21 }, smaller, options)
    expect(all.excluded).toBe(3)
    expect([...all.maxima]).toEqual([...few.maxima])
    for (const part of ['t', 'statistic', 'pFwe'] as const) {
      for (const v of outside) expect(all[part][v]).toBeNaN()
      expect([...all[part].filter((_, v) => !outside.includes(v))]).toEqual([...few[part]])
    }
  }
})

test('the family-wise error is what it says: under the null, and with an effect it is found', async () => {
  const mask = full([5, 5, 5])
  const random = philox(20263)
  const made = (effect: number): Matrix => ({
    data: Float64Array.from({ length: 9 * 125 }, (_, k) => random.normal() + (k % 125 < 25 ? effect : 0)),
    rows: 9,
    cols: 125,
  })
  const sets = 300
  for (const statistic of statistics) {
    let rejected = 0
    for (let k = 0; k < sets; k++) {
      const { pFwe } = await volumeInference(made(0), mask, { ...statistic, tail: 'both', flips: 60, seed: k })
      rejected += pFwe.some((p) => p <= 0.05) ? 1 : 0
    }
    // p <= 3/60 has a chance of at most 0.05: 15 of 300, and four standard errors of 3.8. Ties of sizes make it less.
    expect(rejected, JSON.stringify(statistic)).toBeLessThanOrEqual(30)
    expect(rejected, JSON.stringify(statistic)).toBeGreaterThanOrEqual(statistic.statistic === 'cluster-size' ? 0 : 1)
    // A flip of one subject leaves a strong effect above a low threshold: clusters are of as many voxels then.
    const strict = 'threshold' in statistic ? { ...statistic, threshold: 4 } : statistic
    const { pFwe } = await volumeInference(made(3), mask, { ...strict, tail: 'positive', flips: 200, seed: 1 })
    expect(pFwe.slice(0, 25).filter((p) => p <= 0.05).length).toBeGreaterThan(20)
    expect(pFwe.slice(50).filter((p) => p <= 0.05).length).toBeLessThan(4)
  }
})

test('reports progress, and stops when it is aborted', async () => {
  const maps = madeMatrix('float32', 12, 30 * 30 * 30)
  const options = { statistic: 'tfce', connectivity: 26, tail: 'both', flips: 100_000, seed: 1 } as const
  const fractions: number[] = []
  const controller = new AbortController()
  const reason = new Error('enough')
  const onProgress = (fraction: number) => {
    fractions.push(fraction)
    if (fractions.length === 4) controller.abort(reason)
  }
  const call = volumeInference(maps, full([30, 30, 30]), {
    ...options,
    flips: 4000,
    onProgress,
    signal: controller.signal,
  })
  await expect(call).rejects.toBe(reason)
  expect(fractions.toSorted((a, b) => a - b)).toEqual(fractions)
  expect(fractions.at(-1)).toBeLessThan(0.9)
  expect(fractions.at(-1)).toBeGreaterThan(0)
})

test('leaves its input as it was', async () => {
  const maps = madeMatrix('float32', 6, 60)
  const before = Buffer.from(bits(maps.data))
  for (const statistic of statistics)
    await volumeInference(maps, full([3, 4, 5]), { ...statistic, tail: 'both', flips: 9, seed: 1 })
  expect(bits(maps.data).equals(before)).toBe(true)
})

describe('bad input gets one clear error', () => {
  const maps = madeMatrix('float64', 4, 8)
  const mask = full([2, 2, 2])
  const options = { statistic: 'tfce', connectivity: 6, tail: 'both', flips: 10, seed: 1 }
  const clusters = { ...options, statistic: 'cluster-mass', threshold: 2 }
  const bad = volumeInference as (...args: unknown[]) => Promise<unknown>
  test.each([
    [[null, mask, options], 'INVALID_ARGUMENT', 'Expected a matrix {data, rows, cols} for maps but received null'],
    [[maps, null, options], 'INVALID_ARGUMENT', 'Expected a volume {data, shape} for mask but received null'],
    [[maps, mask], 'INVALID_ARGUMENT', 'Expected an object for options but received undefined'],
    [
      [maps, full([2, 2, 3]), options],
      'INVALID_SHAPE',
      'Expected as many columns as the mask has voxels, 12, for maps but received 8',
    ],
    [
      [maps, { ...mask, data: new Uint8Array(8) }, options],
      'INVALID_ARGUMENT',
      'Expected at least one voxel inside for mask but received none',
    ],
    [
      [madeMatrix('float64', 1, 8), mask, options],
      'INVALID_ARGUMENT',
      'Expected at least two subjects for maps.rows but received 1 of type number',
    ],
    [
      [{ ...maps, data: maps.data.map((x, k) => (k === 9 ? -Infinity : x)) }, mask, options],
      'INVALID_ARGUMENT',
      'Expected finite values (NaN excludes its voxel) for maps.data[9] but received -Infinity of type number',
    ],
    [
      [{ ...maps, data: maps.data.map(() => 1) }, mask, options],
      'INVALID_ARGUMENT',
      'Expected at least one voxel without NaN and with two magnitudes for maps.data but received none',
    ],
    [
      [maps, mask, { ...options, statistic: 'mass' }],
      'INVALID_ARGUMENT',
      'Expected one of voxel, cluster-size, cluster-mass, tfce for options.statistic but received mass of type string',
    ],
    [[maps, mask, { ...options, connectivity: undefined }], 'INVALID_ARGUMENT', /options\.connectivity/],
    [[maps, mask, { ...clusters, threshold: undefined }], 'INVALID_ARGUMENT', /options\.threshold/],
    [[maps, mask, { ...clusters, mass: 'sum' }], 'INVALID_ARGUMENT', /options\.mass/],
    [[maps, mask, { ...options, height: 11 }], 'INVALID_ARGUMENT', /options\.height/],
    [[maps, mask, { ...options, tail: 'left' }], 'INVALID_ARGUMENT', /options\.tail/],
    [
      [maps, mask, { ...options, flips: 0 }],
      'INVALID_ARGUMENT',
      'Expected an integer from 1 to 1000000 for options.flips but received 0 of type number',
    ],
    [[maps, mask, { ...options, seed: undefined }], 'INVALID_ARGUMENT', /for options\.seed but received undefined/],
    [[maps, mask, { ...options, threads: 0 }], 'INVALID_ARGUMENT', /options\.threads/],
  ])('%#', async (args, code, message) => {
    await expect(bad(...args)).rejects.toMatchObject({ name: 'CoreNativeError', code })
    await expect(bad(...args)).rejects.toThrow(message)
  })
})
