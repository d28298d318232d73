import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { distanceBound } from '../testing/distance-bound.js'
import { expectClose } from '../testing/expect-close.js'
import { bits, madeMatrix, wide, type FloatType } from '../testing/made-matrix.js'
import { Once } from '../testing/once.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { metrics, pdist, type Metric } from './index.js'

const types: FloatType[] = ['float32', 'float64']
const golden = JSON.parse(readFileSync(new URL('golden/scipy.json', import.meta.url), 'utf8'))
test('the native addon is loaded, so that no contract test passes on the reference alone', () => {
  expect(simdLevels()).toContain('scalar')
})

const references = new Once<Float64Array>()

describe.each(types)('pdist %s', (type) => {
  test.each(simdLevels())('agrees with the float64 reference at level %s, sizes around every edge', async (level) => {
    for (const rows of [0, 1, 2, 3, 7, 9, 47, 48, 49, 97])
      for (const cols of [1, 3, 7, 255, 256, 257, 515]) {
        const x = madeMatrix(type, rows, cols)
        for (const metric of metrics) {
          const expected = await references.get([type, rows, cols, metric].join(), () =>
            pdist(wide(x), metric, { device: 'reference' }),
          )
          const d = await atSimdLevel(level, () => pdist(x, metric, { device: 'cpu' }))
          expectClose(d, expected, (e) => distanceBound(metric, type, cols, e))
        }
      }
  })

  test('gives the same bits at every SIMD level and thread count', async () => {
    for (const [rows, cols] of [
      [67, 515],
      [130, 40],
      [3, 1],
      [33, 1027],
      [610, 12],
    ] as const) {
      const x = madeMatrix(type, rows, cols, (v, i, j) =>
        i === 5 && j === 3 ? NaN : i === 7 ? Infinity : 10 ** (i % 5) * v,
      )
      for (const metric of metrics) {
        const scalar = await atSimdLevel('scalar', () => pdist(x, metric, { threads: 1 }))
        for (const level of simdLevels())
          for (const threads of [1, 2, 5]) {
            const d = await atSimdLevel(level, () => pdist(x, metric, { threads }))
            expect(bits(d).equals(bits(scalar)), `${metric} ${level} ${threads} threads`).toBe(true)
          }
      }
    }
  })

  test('agrees with SciPy on golden data', async () => {
    for (const c of golden.cases.filter((c: { dtype: string }) => c.dtype === type)) {
      const x = {
        ...madeMatrix(type, c.rows, c.cols),
        data: type === 'float32' ? Float32Array.from(c.x) : Float64Array.from(c.x),
      }
      for (const metric of metrics)
        for (const device of ['cpu', 'reference'] as const)
          expectClose(await pdist<Float32Array | Float64Array>(x, metric, { device }), c.pdist[metric], (e) =>
            distanceBound(metric, type, c.cols, e, c.kind === 'offset' ? 1000 : 1),
          )
    }
  })

  test.each(['cpu', 'reference'] as const)('%s: NaN rows, constant rows, zero rows, equal rows', async (device) => {
    const rows = [
      [1, NaN, 2, 5],
      [3, 3, 3, 3],
      [0, 0, 0, 0],
      [0.1, 0.7, -2, 5],
      [0.1, 0.7, -2, 5],
      [0.3, 0.3, 0.3, 0.3],
    ]
    const x = madeMatrix(type, rows.length, 4, (_, i, j) => rows[i]![j]!)
    const at = (d: ArrayLike<number>, i: number, j: number) => d[i * rows.length - (i * (i + 1)) / 2 + j - i - 1]
    for (const metric of metrics) {
      const d = await pdist(x, metric, { device })
      for (let j = 1; j < rows.length; j++) expect(at(d, 0, j), `${metric} of a NaN row`).toBeNaN()
      expect(at(d, 3, 4), `${metric} of equal rows`).toBeCloseTo(0, 15)
      if (device === 'cpu') expect(at(d, 3, 4), `${metric} of equal rows`).toBe(0)
    }
    const correlation = await pdist(x, 'correlation', { device })
    for (const j of [2, 3, 5]) expect(at(correlation, 1, j), 'constant row').toBeNaN()
    expect(at(correlation, 3, 5), 'row whose mean does not round to its value').toBeNaN()
    expect(at(await pdist(x, 'cosine', { device }), 2, 3), 'zero row').toBeNaN()
  })

  test('cosine and correlation hold at any scale that the type can express', async () => {
    const x = madeMatrix(type, 9, 300)
    // Powers of two up to the ends of the range: subnormal float64 rows keep few bits, so their scale stays above those.
    const factors = type === 'float32' ? [2 ** 100, 2 ** -100] : [2 ** 1022, 2 ** 900, 2 ** -900, 2 ** -950]
    for (const metric of ['cosine', 'correlation'] as Metric[]) {
      const expected = await pdist(x, metric)
      for (const factor of factors) {
        const scaled = { ...x, data: x.data.map((v) => v * factor) as typeof x.data }
        expectClose(await pdist<Float32Array | Float64Array>(scaled, metric), expected, () =>
          distanceBound(metric, type, 300, 1),
        )
      }
    }
  })

  test('correlation survives a large common offset', async () => {
    const x = madeMatrix(type, 6, 1000, (v) => Math.round(v * 64) / 64 + 4096)
    const expected = await pdist({ ...x, data: Float64Array.from(x.data, (v) => v - 4096) }, 'correlation', {
      device: 'reference',
    })
    expectClose(await pdist(x, 'correlation'), expected, () => distanceBound('correlation', type, 1000, 1, 4096))
  })
})

test('leaves its input as it was', async () => {
  const x = madeMatrix('float32', 40, 300)
  const before = Buffer.from(bits(x.data))
  for (const metric of metrics) await pdist(x, metric)
  expect(bits(x.data).equals(before)).toBe(true)
})

describe('bad input gets one clear error', () => {
  const x = madeMatrix('float32', 2, 2)
  const bad = pdist as (...args: unknown[]) => Promise<unknown>
  test.each([
    [[null, 'cosine'], 'INVALID_ARGUMENT', 'Expected a matrix {data, rows, cols} for x but received null'],
    [
      [{ ...x, data: [1, 2, 3, 4] }, 'cosine'],
      'INVALID_ARGUMENT',
      'Expected a Float32Array or Float64Array for x.data but received an object of type Array',
    ],
    [
      [{ ...x, rows: -1 }, 'cosine'],
      'INVALID_ARGUMENT',
      'Expected an integer of at least 0 for x.rows but received -1 of type number',
    ],
    [
      [{ ...x, cols: 1.5 }, 'cosine'],
      'INVALID_ARGUMENT',
      'Expected an integer of at least 1 for x.cols but received 1.5 of type number',
    ],
    [[{ ...x, rows: 3 }, 'cosine'], 'INVALID_SHAPE', 'Expected 3 x 2 = 6 values for x.data but received 4'],
    [
      [x, 'manhattan'],
      'INVALID_ARGUMENT',
      'Expected one of euclidean, sqeuclidean, cosine, correlation, cityblock, chebyshev for metric but received manhattan of type string',
    ],
    [
      [x, 'cosine', { threads: 0 }],
      'INVALID_ARGUMENT',
      'Expected an integer from 1 to 1024 for options.threads but received 0 of type number',
    ],
    [
      [x, 'cosine', { device: 'tpu' }],
      'INVALID_ARGUMENT',
      'Expected one of auto, cpu, cuda, reference for options.device but received tpu of type string',
    ],
    [[x, 'cosine', { device: 'cuda' }], 'DEVICE_UNAVAILABLE', /cuda/],
    [[x, 'cosine', { signal: {} }], 'INVALID_ARGUMENT', /an AbortSignal for options.signal/],
    [
      [{ data: new Float32Array(200_000), rows: 200_000, cols: 1 }, 'cosine'],
      'OUT_OF_MEMORY',
      /19999900000 values \(74\.5 GiB\) for the distances/,
    ],
  ])('%#', async (args, code, message) => {
    await expect(bad(...args)).rejects.toMatchObject({
      name: 'CoreNativeError',
      code,
      message: expect.stringMatching(message instanceof RegExp ? message : /^/),
    })
    if (typeof message === 'string') await expect(bad(...args)).rejects.toThrow(message)
  })

  test('a resizable buffer is refused', async () => {
    const buffer = new (ArrayBuffer as unknown as new (n: number, o: object) => ArrayBuffer)(16, { maxByteLength: 64 })
    await expect(pdist({ data: new Float32Array(buffer, 0, 4), rows: 2, cols: 2 }, 'cosine')).rejects.toThrow(
      'fixed length',
    )
  })

  test('an unknown SIMD level names the available ones', async () => {
    await expect(atSimdLevel('sse9', () => pdist(x, 'cosine', { device: 'cpu' }))).rejects.toMatchObject({
      code: 'SIMD_UNAVAILABLE',
      message: expect.stringContaining('for LIKENESS_SIMD but received sse9'),
    })
  })
})
