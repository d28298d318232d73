import { describe, expect, test } from 'vitest'
import type { Matrix } from '../runtime/matrix.js'
import { capabilities } from '../runtime/capabilities.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { bits, madeMatrix, wide } from '../testing/made-matrix.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { fastDistances } from './fast.js'
import { cdist, pdist, type Metric } from './index.js'

type Rows = Matrix<Float32Array>
type Unit = 'none' | 'emulated' | 'amx'
const metrics = ['euclidean', 'sqeuclidean', 'cosine', 'correlation'] as const
const absent = capabilities().simd?.tiles !== 'amx'

const fast = (unit: Unit, x: Rows, y: Rows | undefined, metric: Metric, options?: ComputeOptions) =>
  fastDistances(x, y, metric, checkOptions(options), unit)

/** Float64 rows: exact for what float32 rows are here, but for some 1e-13 relative, far below every bound. */
async function exactly(x: Rows, y: Rows | undefined, metric: Metric): Promise<Float64Array> {
  return y ? (await cdist(wide(x), wide(y), metric)).data : pdist(wide(x), metric)
}

type Fast = Awaited<ReturnType<typeof fast>>

/** Every distance within its bound, NaN and infinity where they belong; returns the largest error by its bound. */
function expectInside({ distances, errors }: Fast, exact: Float64Array, what: string): number {
  expect([distances.length, errors.length]).toEqual([exact.length, exact.length])
  let closest = 0
  for (let k = 0; k < exact.length; k++) {
    const [d, e, bound] = [distances[k]!, exact[k]!, errors[k]!]
    if (Number.isFinite(e) && Number.isFinite(d)) {
      if (!(Math.abs(d - e) <= bound && bound < Infinity))
        expect.fail(`${what}, entry ${k}: ${d} is not within ${bound} of ${e}`)
      closest = Math.max(closest, Math.abs(d - e) / bound)
    } else if (Number.isFinite(e)) expect([d, bound], `${what}, entry ${k}: overflow`).toEqual([Infinity, Infinity])
    else expect([d, bound], `${what}, entry ${k}`).toEqual([e, e])
  }
  return closest
}

async function check(unit: Unit, x: Rows, y: Rows | undefined, metric: Metric, what: string, options?: ComputeOptions) {
  const found = await fast(unit, x, y, metric, options)
  return { ...found, closest: expectInside(found, await exactly(x, y, metric), `${what} ${metric} ${unit}`) }
}

const kinds: Record<string, (normal: number, row: number, col: number) => number> = {
  'random signs': (v) => v,
  'one sign': (v) => Math.abs(v) + 0.1,
  'constant rows': (_, i) => 1 + i / 7,
  'rows constant but for one value': (v, i, j) => (j === 3 ? v : 1 + i / 7),
  quantised: (v) => Math.round(v * 4),
  pixels: (v) => Math.min(255, Math.round(Math.abs(v) * 200)) / 255,
  'rows of every scale from 1e-18 to 1e18': (v, i) => v * 10 ** ((i % 37) - 18),
  'rows down to denormals': (v, i) => v * 10 ** -(i + 8),
  'columns of every scale': (v, _, j) => v * 10 ** ((j % 61) - 30),
  'rows at an offset': (v, i) => v + 1000 * (i % 5),
  'rows at a large offset, with steps of one ulp': (v) => 2 ** 22 + Math.round(v * 4),
  'near duplicates': (v, i, j) => Math.fround(Math.sin(j + 1)) + (i % 3) * 1e-4 * v,
  'equal rows': (_, __, j) => Math.sin(j * j),
  'zero rows': (v, i) => (i % 4 === 1 ? 0 : v),
  'NaN and infinite rows': (v, i, j) =>
    i === 3 && j === 2 ? NaN : (i === 5 || i === 35) && j === 1 ? Infinity : i === 6 && j === 1 ? -Infinity : v,
  'rows of large values': (v) => v * 3e38,
}

function contract(unit: Unit) {
  test.each(Object.keys(kinds))('every distance is inside its bound: %s', async (kind) => {
    for (const cols of [5, 64, 515, 1030]) {
      const x = madeMatrix('float32', 37, cols, kinds[kind])
      const y = madeMatrix('float32', 40, cols, kinds[kind])
      for (const metric of metrics) {
        await check(unit, x, undefined, metric, `${kind} ${cols}`)
        await check(unit, x, y, metric, `${kind} ${cols}`)
      }
    }
  })

  test('at sizes around every edge', async () => {
    const sizes = Array.from({ length: 33 }, (_, k) => k + 1).flatMap((n) =>
      [1, 31, 32, 33, 70, 513].map((d) => [n, d]),
    )
    for (let d = 2; d < 70; d++) sizes.push([2, d], [33, d])
    for (const [rows, cols] of sizes as [number, number][]) {
      const x = madeMatrix('float32', rows, cols)
      const y = madeMatrix('float32', (rows * 7) % 65, cols, (v) => v + 0.5)
      for (const metric of ['sqeuclidean', 'correlation'] as const) {
        await check(unit, x, undefined, metric, `${rows} x ${cols}`)
        await check(unit, x, y, metric, `${rows} in ${y.rows} x ${cols}`)
      }
    }
  })

  test('with many rectangles, of every size', async () => {
    for (const [n, m] of [
      [230, 300],
      [800, 130],
      [2600, 2500],
    ] as const) {
      const x = madeMatrix('float32', n, 4)
      await check(unit, x, undefined, 'euclidean', `${n}`)
      await check(unit, x, madeMatrix('float32', m, 4), 'cosine', `${n} in ${m}`)
    }
  })

  test('thread counts change no bit', async () => {
    const x = madeMatrix('float32', 230, 530, (v, i, j) => (i === 9 && j === 4 ? NaN : i < 40 ? 1e-4 * v + 1 : v))
    const y = madeMatrix('float32', 71, 530)
    for (const metric of metrics)
      for (const to of [undefined, y]) {
        const alone = await fast(unit, x, to, metric, { threads: 1 })
        for (const threads of [2, 5]) {
          const found = await fast(unit, x, to, metric, { threads })
          expect(bits(found.distances).equals(bits(alone.distances))).toBe(true)
          expect(bits(found.errors).equals(bits(alone.errors))).toBe(true)
        }
      }
  })
}

/** What holds for the tile unit's arithmetic, real or emulated. */
function tileContract(unit: 'emulated' | 'amx') {
  contract(unit)

  test('the bound says something: below 4e-5 for cosines; rows of random signs err by some 1e-6', async () => {
    for (const cols of [100, 1000]) {
      const x = madeMatrix('float32', 100, cols)
      for (const metric of ['cosine', 'correlation'] as const) {
        const { errors, distances } = await fast(unit, x, undefined, metric)
        expect(Math.max(...errors)).toBeLessThan(4e-5)
        expect(Math.min(...errors)).toBeGreaterThan(3e-5)
        const exact = await exactly(x, undefined, metric)
        const worst = Math.max(...distances.map((d, k) => Math.abs(d - exact[k]!)))
        expect(worst).toBeLessThan(4e-6)
      }
    }
  })

  // 1 + 2^-8 - 2^-17 - 2^-23 leaves nearly 2^-17 after both parts, and the low parts' product, nearly 2^-16, is dropped.
  test('the bound is nearly reached: nine tenths by the values that the split keeps least of', async () => {
    const value = 1 + 2 ** -8 - 2 ** -17 - 2 ** -23
    const x = madeMatrix('float32', 33, 32, (_, i) => value * 4 ** (i % 3))
    const { closest } = await check(unit, x, undefined, 'sqeuclidean', 'worst values')
    expect(closest).toBeGreaterThan(0.9)
  })

  test('near duplicates are as good as float64 makes them, and equal rows at exactly 0', async () => {
    const x = madeMatrix('float32', 40, 300, (v, i, j) => Math.fround(Math.sin(j)) + 1e-3 * (i % 4 ? v : 0))
    for (const metric of ['euclidean', 'sqeuclidean'] as const) {
      const { distances, errors } = await check(unit, x, undefined, metric, 'near duplicates')
      expect(Math.max(...errors.map((e, k) => (distances[k]! ? e / distances[k]! : e)))).toBeLessThan(2 ** -23)
      expect(distances[3]).toBe(0)
    }
  })
}

/** The README's formulas: what a row's mean adds, of a float64 sum with `steps` roundings. */
function meanSlack({ data, rows, cols }: Rows, steps: number): number[] {
  return Array.from({ length: rows }, (_, i) => {
    const row = Array.from(data.subarray(i * cols, (i + 1) * cols))
    const mean = row.reduce((sum, v) => sum + v, 0) / cols
    const norm = Math.hypot(...row.map((v) => v - mean))
    const power = 2 ** Math.floor(Math.log2(Math.max(...row.map(Math.abs))))
    return (2 * (steps + 2) * 2 ** -53 * (2 * power) * Math.sqrt(cols)) / norm
  })
}

describe.each([
  ['none', 3 * (260 * 2 ** -24 + 4 * 2 ** -53), 256 + 4],
  ['emulated', 2.01 * 2 ** -16 + 1.017 * (17 + 3 * 16) * 2 ** -24, 125 + 3],
] as const)('the bound of the unit %s', (unit, cosine, steps) => {
  const offset = madeMatrix('float32', 12, 1000, (v, i) => 2 ** 22 + Math.round(v * (i + 2)))

  test('is the README`s for cosine, and has what means add for correlation', async () => {
    const { errors, distances } = await fast(unit, madeMatrix('float32', 20, 1000), undefined, 'cosine')
    errors.forEach((e, k) => expect(e - 2 ** -24 * distances[k]!).toBeCloseTo(cosine, 10))
    const found = await fast(unit, offset, undefined, 'correlation')
    const slack = meanSlack(offset, steps)
    for (let i = 0, k = 0; i < 12; i++)
      for (let j = i + 1; j < 12; j++, k++)
        expect(found.errors[k]! - cosine - 2 ** -24 * found.distances[k]!).toBeCloseTo(slack[i]! + slack[j]!, 10)
    expect(slack[0]).toBeGreaterThan(1e-9)
  })
})

describe('no tile unit', () => {
  contract('none')

  test('the bound is that of the default kernel for euclidean', async () => {
    const { errors, distances } = await fast('none', madeMatrix('float32', 20, 1000), undefined, 'euclidean')
    errors.forEach((e, k) => expect(e / distances[k]!).toBeCloseTo(2 * 260 * 2 ** -24 + 2 ** -24, 7))
  })
})

describe('emulated tile unit', () => {
  tileContract('emulated')

  test('an abort ends the work', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort('enough'), 60)
    const options = { signal: controller.signal, threads: 1 }
    const work = fast('emulated', madeMatrix('float32', 4000, 3000), undefined, 'cosine', options)
    await expect(work).rejects.toBe('enough')
  })

  test('the same bits at every SIMD level', async () => {
    const x = madeMatrix('float32', 70, 530, (v, i) => v * 10 ** ((i % 30) - 15) + (i > 50 ? 1 : 0))
    for (const metric of metrics) {
      const scalar = await atSimdLevel('scalar', () => fast('emulated', x, undefined, metric))
      for (const level of simdLevels()) {
        const found = await atSimdLevel(level, () => fast('emulated', x, undefined, metric))
        expect(bits(found.distances).equals(bits(scalar.distances)), `${metric} ${level}`).toBe(true)
        expect(bits(found.errors).equals(bits(scalar.errors)), `${metric} ${level}`).toBe(true)
      }
    }
  })

  // Products 1 and, 15 or 16 times, 2^-24: in the chain of the 1 each of those is lost, in the other chain none is.
  test.each([
    ['even', 0, 15, 4 + 2 * 15 * 2 ** -24],
    ['odd', 1, 16, 4 + 4 * 16 * 2 ** -24],
  ] as const)('sums in the order of the manual: %s features', async (_, parity, count, square) => {
    const x = madeMatrix('float32', 1, 32, (_, __, j) => (j === 0 ? 1 : j % 2 === parity ? 2 ** -12 : 0))
    expect(x.data.filter((v) => v === 2 ** -12).length).toBe(count)
    const { distances } = await fast('emulated', x, { ...x, data: x.data.map((v) => -v) }, 'sqeuclidean')
    expect(distances[0]).toBe(Math.fround(square))
  })
})

describe.skipIf(absent)('Intel AMX', () => {
  tileContract('amx')

  test('has the bits of the emulated unit', async () => {
    for (const cols of [1, 33, 530, 1500]) {
      const x = madeMatrix('float32', 70, cols, (v, i) => v * 10 ** ((i % 30) - 15) + (i > 50 ? 1 : 0))
      for (const metric of metrics) {
        const [real, emulated] = [await fast('amx', x, undefined, metric), await fast('emulated', x, undefined, metric)]
        expect(bits(real.distances).equals(bits(emulated.distances)), `${metric} ${cols}`).toBe(true)
      }
    }
  })

  test('is what precision: fast uses, and LIKENESS_SIMD=amx asks for', async () => {
    const x = madeMatrix('float32', 9, 9)
    expect((await pdist(x, 'cosine', { precision: 'fast' })).unit).toBe('amx')
    expect((await atSimdLevel('amx', () => pdist(x, 'cosine', { precision: 'fast' }))).unit).toBe('amx')
  })
})
