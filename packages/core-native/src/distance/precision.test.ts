import { describe, expect, test } from 'vitest'
import { capabilities } from '../runtime/capabilities.js'
import { loadAddon } from '../runtime/native.js'
import { bits, madeMatrix } from '../testing/made-matrix.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { cdist, pdist } from './index.js'

const metrics = ['euclidean', 'sqeuclidean', 'cosine', 'correlation'] as const
const x = madeMatrix('float32', 40, 300, (v, i) => v + (i % 3) * 100)
const y = madeMatrix('float32', 35, 300)
const absent = capabilities().simd?.tiles !== 'amx'

describe.each(simdLevels())('without the tile unit, which LIKENESS_SIMD=%s switches off', (level) => {
  test('precision: fast has the default kernel`s bits, and says so', async () => {
    for (const metric of metrics)
      await atSimdLevel(level, async () => {
        expect(capabilities().simd?.tiles).toBe(null)
        const pairs = await pdist(x, metric, { precision: 'fast' })
        expect(Object.keys(pairs).sort()).toEqual(['distances', 'errors', 'unit'])
        expect(pairs.unit).toBe('none')
        expect(bits(pairs.distances).equals(bits(await pdist(x, metric)))).toBe(true)
        const all = await cdist(x, y, metric, { precision: 'fast' })
        expect([all.unit, all.rows, all.cols, all.errors.length]).toEqual(['none', 40, 35, 40 * 35])
        expect(bits(all.distances).equals(bits((await cdist(x, y, metric)).data))).toBe(true)
      })
  })
})

test('an explicit default is the default', async () => {
  expect(bits(await pdist(x, 'cosine', { precision: 'default' })).equals(bits(await pdist(x, 'cosine')))).toBe(true)
  expect((await cdist(x, y, 'cosine', { precision: 'default' })).data.length).toBe(40 * 35)
})

test('the device reference has the reference`s distances, with bounds that float64 keeps small', async () => {
  const options = { precision: 'fast', device: 'reference' } as const
  for (const metric of metrics) {
    const found = await pdist(x, metric, options)
    expect(found.unit).toBe('none')
    const exact = await pdist({ ...x, data: Float64Array.from(x.data) }, metric)
    found.distances.forEach((d, k) => expect(Math.abs(d - exact[k]!)).toBeLessThanOrEqual(found.errors[k]!))
    found.errors.forEach((e, k) => expect(e).toBeLessThan(2 ** -23 * found.distances[k]! + 1e-9))
    const all = await cdist(x, y, metric, options)
    const wide = await cdist(x, y, metric, { device: 'reference' })
    expect(bits(all.distances).equals(bits(wide.data))).toBe(true)
    all.distances.forEach((d, k) => expect(Math.abs(d - wide.data[k]!)).toBeLessThanOrEqual(all.errors[k]!))
  }
})

test('NaN and infinity have errors of their kind on the device reference too', async () => {
  const bad = madeMatrix('float32', 4, 3, (v, i, j) => (j > 0 ? v : i === 1 ? NaN : i === 2 ? Infinity : v))
  const { distances, errors } = await pdist(bad, 'euclidean', { precision: 'fast', device: 'reference' })
  expect([...distances].map((d) => (Number.isFinite(d) ? 0 : d))).toEqual([NaN, Infinity, 0, NaN, NaN, Infinity])
  expect([...errors].map((e) => (Number.isFinite(e) ? 0 : e))).toEqual([NaN, Infinity, 0, NaN, NaN, Infinity])
})

test('nothing to compare is empty', async () => {
  const none = { ...x, data: new Float32Array(), rows: 0 }
  for (const device of ['auto', 'reference'] as const) {
    const options = { precision: 'fast', device } as const
    expect((await pdist({ ...x, data: x.data.slice(0, 300), rows: 1 }, 'cosine', options)).errors.length).toBe(0)
    expect((await cdist(x, none, 'cosine', options)).distances.length).toBe(0)
    expect((await cdist(none, x, 'cosine', options)).distances.length).toBe(0)
  }
})

test('an abort rejects before the work is finished', async () => {
  const large = madeMatrix('float32', 3000, 2000)
  const controller = new AbortController()
  setTimeout(() => controller.abort('enough'), 60)
  const job = pdist(large, 'euclidean', { precision: 'fast', signal: controller.signal })
  await expect(job).rejects.toBe('enough')
})

describe('each error', () => {
  const fast = { precision: 'fast' } as const
  const bad = pdist as (...args: unknown[]) => Promise<unknown>
  const badCdist = cdist as (...args: unknown[]) => Promise<unknown>
  const wide = madeMatrix('float64', 2, 3)
  test.each([
    [
      () => bad(x, 'cosine', { precision: 'quick' }),
      'default or fast for options.precision but received quick of type',
    ],
    [() => badCdist(x, y, 'cosine', { precision: null }), 'default or fast for options.precision but received null'],
    [
      () => bad(x, 'cityblock', fast),
      "one of euclidean, sqeuclidean, cosine, correlation for metric with precision: 'fast' but received cityblock",
    ],
    [() => badCdist(x, y, 'chebyshev', fast), "for metric with precision: 'fast' but received chebyshev"],
    [
      () => bad(wide, 'cosine', fast),
      "a Float32Array for x.data with precision: 'fast' but received an object of type F",
    ],
    [() => badCdist(wide, wide, 'cosine', fast), "a Float32Array for x.data with precision: 'fast'"],
  ])('%#', async (call, message) => {
    await expect(call()).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringContaining(message) })
  })

  test('no memory', async () => {
    const many = { data: new Float32Array(200_000), rows: 200_000, cols: 1 }
    await expect(pdist(many, 'cosine', fast)).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' })
  })

  test.skipIf(!absent)('LIKENESS_SIMD=amx where there is none, for every call', async () => {
    const levels = simdLevels().join(', ')
    const calls = [() => pdist(x, 'cosine', fast), () => pdist(x, 'cityblock'), async () => capabilities()]
    for (const call of calls as (() => Promise<unknown>)[])
      await expect(atSimdLevel('amx', call)).rejects.toMatchObject({
        code: 'SIMD_UNAVAILABLE',
        message: `Expected one of ${levels} for LIKENESS_SIMD but received amx`,
      })
  })

  test.skipIf(!absent)('the native side refuses a tile unit that is absent', () => {
    const arrays = { x: new Float32Array(6), out: new Float32Array(1), errors: new Float32Array(1) }
    const args = { ...arrays, xRows: 2, yRows: 0, cols: 3, pairs: true, metric: 0, unit: 2, threads: 1, level: 0 }
    expect(() => loadAddon().addon!['fast_distances']!(args)).toThrow('the tile unit is not available here')
  })
})
