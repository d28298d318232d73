import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expectClose } from '../testing/expect-close.js'
import { bits, fullMantissa, madeMatrix, type FloatType } from '../testing/made-matrix.js'
import { Once } from '../testing/once.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import type { Matrix } from '../runtime/matrix.js'
import { lasso, lassoMethods, type Lasso, type LassoOptions } from './lasso.js'

interface Golden {
  readonly name: string
  readonly alpha: number
  readonly centre: 'none' | 'grand-mean'
  readonly samples: number
  readonly features: number
  readonly atoms: number
  readonly x: number[]
  readonly dictionary: number[]
  readonly codes: number[]
  readonly objectives: number[]
  readonly errors: number[]
}
const golden = JSON.parse(readFileSync(new URL('golden/lasso.json', import.meta.url), 'utf8')) as { cases: Golden[] }
const types: FloatType[] = ['float32', 'float64']
const matrix = (values: readonly number[], rows: number, cols: number): Matrix => ({
  data: Float64Array.from(values),
  rows,
  cols,
})

/** Columns of norm 1. */
function dictionaryOf(type: FloatType, features: number, atoms: number): Matrix {
  const { data } = madeMatrix('float64', features, atoms, fullMantissa)
  const norm = (j: number) => Math.hypot(...Array.from({ length: features }, (_, f) => data[f * atoms + j]!))
  const norms = Array.from({ length: atoms }, (_, j) => norm(j))
  return madeMatrix(type, features, atoms, (_, f, j) => data[f * atoms + j]! / norms[j]!)
}

/** What `lasso` reports of its codes, by its definition: the objective, the error and the gap. */
function looked(x: Matrix, phi: Matrix, codes: Matrix, alpha: number, sample: number) {
  const row = Array.from(x.data.subarray(sample * x.cols, (sample + 1) * x.cols))
  const r = Array.from(codes.data.subarray(sample * phi.cols, (sample + 1) * phi.cols))
  const residual = row.map((v, f) => r.reduce((left, code, j) => left - code * phi.data[f * phi.cols + j]!, v))
  const slopes = r.map((_, j) => residual.reduce((sum, e, f) => sum + e * phi.data[f * phi.cols + j]!, 0))
  const share = Math.min(1, alpha / Math.max(...slopes.map(Math.abs)))
  const squares = (v: readonly number[]) => v.reduce((sum, e) => sum + e * e, 0)
  const objective = 0.5 * squares(residual) + alpha * r.reduce((sum, code) => sum + Math.abs(code), 0)
  const dual = 0.5 * squares(row) - 0.5 * squares(row.map((v, f) => v - share * residual[f]!))
  return { objective, error: squares(residual) / x.cols, gap: objective - dual, size: 0.5 * squares(row) }
}

/** All results as bytes. */
const bytes = ({ codes, errors, gaps, iterations, converged }: Lasso) =>
  Buffer.concat([bits(codes.data), bits(errors), bits(gaps), Buffer.from(iterations.buffer), Buffer.from(converged)])

describe.each(['cpu', 'reference'] as const)('lasso on %s', (device) => {
  test.each(lassoMethods)('%s: the optima that scikit-learn finds at 1e-14', async (method) => {
    for (const c of golden.cases) {
      const x = matrix(c.x, c.samples, c.features)
      const phi = matrix(c.dictionary, c.features, c.atoms)
      const found = await lasso(x, phi, { method, alpha: c.alpha, centre: c.centre, tolerance: 1e-13, device })
      expect(found.converged.every((done) => done === 1)).toBe(true)
      // A gap g leaves sqrt(2 g / s) to codes at worst, s the least eigenvalue of the atoms in use: 1e-6 of these cases.
      expectClose(found.codes.data, c.codes, () => 1e-8)
      expectClose(found.errors, c.errors, () => 1e-8)
    }
  })

  test.each(lassoMethods)('%s: the study’s toy', async (method) => {
    const x = matrix([1, 0.5, -0.2, 0, 0.3, -0.7, 0.9, 0.1, 0, 0.2, 0.4, -0.6], 3, 4)
    const [first, second] = [Math.sqrt(1.25), Math.sqrt(1.3125)]
    const phi = matrix([1 / first, 0, 0, 1 / second, 0.5 / first, -0.5 / second, 0, 0.25 / second], 4, 2)
    const options = { method, alpha: 0.1, centre: 'grand-mean', tolerance: 1e-13, device } as const
    const { codes, errors } = await lasso(x, phi, options)
    const published = [0.5770105251, 0.4326903614, 0.1725928415, -0.9519473306, 0, -0.134584232]
    expectClose(codes.data, published, () => 1e-9)
    expectClose(errors, [0.0884922036, 0.0213104642, 0.153812004], () => 1e-9)
  })

  test.each(lassoMethods)('%s: atoms of zeros, atoms twice, a sample of zeros, none and one', async (method) => {
    const [x, wide] = [madeMatrix('float64', 6, 5, (v, i) => (i === 2 ? 0 : v)), dictionaryOf('float64', 5, 12)]
    const phi = { ...wide, data: wide.data.map((_, k) => (k % 12 === 3 ? 0 : wide.data[k - (k % 12 === 7 ? 1 : 0)]!)) }
    const options = { method, alpha: 0.1, tolerance: 1e-10, device } as const
    const { codes, gaps, iterations, converged } = await lasso(x, phi, options)
    expect(Array.from(converged)).toEqual([1, 1, 1, 1, 1, 1])
    for (let i = 0; i < 6; i++) {
      const { gap, size } = looked(x, phi, codes, 0.1, i)
      expect(gap).toBeLessThanOrEqual(1e-10 * size + 1e-15)
      expect(codes.data[i * 12 + 3]).toBe(0)
    }
    expect(Array.from(codes.data.subarray(24, 36))).toEqual(Array.from({ length: 12 }, () => 0))
    expect([gaps[2], iterations[2]]).toEqual([0, 0])
    const single = await lasso(madeMatrix('float32', 1, 5), dictionaryOf('float64', 5, 1), options)
    expect([single.codes.rows, single.codes.cols, single.converged[0]]).toEqual([1, 1, 1])
    const none = await lasso(madeMatrix('float32', 0, 5), phi, { ...options, centre: 'grand-mean' })
    expect([none.codes.rows, none.codes.cols, none.errors.length]).toEqual([0, 12, 0])
    expect(none.codes.data).toBeInstanceOf(Float32Array)
  })

  test.each(lassoMethods)(
    '%s: a sample that is not finite is NaN, and the others are as without it',
    async (method) => {
      const value = (v: number, i: number, j: number) =>
        i === 1 && j === 3 ? NaN : i === 4 && j === 0 ? Infinity : i === 20 ? v * 1e200 : v
      const [x, clean] = [madeMatrix('float64', 30, 9, value), madeMatrix('float64', 30, 9)]
      const phi = dictionaryOf('float64', 9, 6)
      const options = { method, alpha: 0.1, device } as const
      const [found, without] = [await lasso(x, phi, options), await lasso(clean, phi, options)]
      for (let i = 0; i < 30; i++) {
        const [codes, expected] = [found, without].map((r) => r.codes.data.slice(i * 6, (i + 1) * 6))
        if ([1, 4, 20].includes(i)) {
          expect([...codes!, found.errors[i], found.gaps[i]].every(Number.isNaN), `sample ${i}`).toBe(true)
          expect([found.iterations[i], found.converged[i]]).toEqual([0, 0])
        } else {
          expect(bits(codes!).equals(bits(expected!)), `sample ${i}`).toBe(true)
          expect(found.converged[i]).toBe(1)
        }
      }
      const all = await lasso(x, phi, { ...options, centre: 'grand-mean' })
      expect(all.codes.data.every(Number.isNaN) && all.converged.every((c) => c === 0)).toBe(true)
      const broken = { ...phi, data: phi.data.map((v, k) => (k === 4 ? NaN : v)) }
      expect((await lasso(clean, broken, options)).codes.data.every(Number.isNaN)).toBe(true)
      // The optimum is 1e50.
      const [large, tiny] = [Float32Array.of(1e30), Float64Array.of(1e-20)]
      const beyond = await lasso({ data: large, rows: 1, cols: 1 }, { data: tiny, rows: 1, cols: 1 }, options)
      expect([beyond.codes.data[0], beyond.errors[0], beyond.gaps[0], beyond.converged[0]]).toEqual([NaN, NaN, NaN, 0])
    },
  )

  test.each(lassoMethods)('%s ends at maxIterations, in eights', async (method) => {
    const [x, phi] = [madeMatrix('float64', 3, 40), dictionaryOf('float64', 40, 60)]
    const options = { method, alpha: 1e-3, tolerance: 0, maxIterations: 9, device } as const
    const { iterations, converged, gaps } = await lasso(x, phi, options)
    expect([Array.from(iterations), Array.from(converged)]).toEqual([
      [16, 16, 16],
      [0, 0, 0],
    ])
    expect(gaps.every((gap) => gap > 0)).toBe(true)
  })
})

describe.each(types)('lasso %s', (type) => {
  const references = new Once<Lasso>()

  test.each(simdLevels())('agrees with the reference at level %s, sizes around every edge', async (level) => {
    const sizes = [
      ...[1, 2, 15, 16, 17, 33].map((samples) => [samples, 12, 9] as const),
      ...[1, 11, 12, 13, 24, 25].map((atoms) => [3, 20, atoms] as const),
      ...[1, 11, 12, 13, 255, 256, 257].map((features) => [3, features, 5] as const),
      ...[256, 257].map((atoms) => [1, 30, atoms] as const),
    ]
    for (const [samples, features, atoms] of sizes) {
      const x = madeMatrix(type, samples, features, fullMantissa)
      const phi = dictionaryOf(type, features, atoms)
      const wide = { ...x, data: Float64Array.from(x.data) }
      const alpha = atoms > 200 ? 2 : 0.5
      const options = { method: 'coordinate-descent', alpha, tolerance: 1e-6 } as const
      const expected = await references.get(`${samples} ${features} ${atoms}`, () =>
        lasso(wide, phi, { ...options, device: 'reference' }),
      )
      for (const method of lassoMethods) {
        const found = await atSimdLevel(level, () => lasso(x, phi, { ...options, method, device: 'cpu' }))
        for (let i = 0; i < samples; i++) {
          const [ours, theirs] = [found, expected].map(({ codes }) => looked(wide, phi, codes, alpha, i))
          const name = `${method}, sample ${i} of ${samples} x ${features}, ${atoms} atoms`
          // Each is at most its gap above the optimum; codes rounded to float32 add 2^-24 of the terms.
          expect(Math.abs(ours!.objective - theirs!.objective), name).toBeLessThan(2e-6 * ours!.size)
          expect(Math.abs(ours!.gap - found.gaps[i]!), name).toBeLessThan(1e-13 * (1 + ours!.size))
          expect(Math.abs(ours!.error - found.errors[i]!), name).toBeLessThan(1e-12 * (1 + ours!.error))
        }
      }
    }
  })

  test('gives the same bits at every SIMD level and thread count, and for a sample alone', async () => {
    for (const [samples, features, atoms] of [
      [70, 20, 13],
      [18, 270, 261],
    ] as const)
      for (const method of lassoMethods) {
        const x = madeMatrix(type, samples, features, (v, i) => 10 ** (i % 4) * fullMantissa(v))
        const phi = dictionaryOf(type === 'float32' ? 'float64' : 'float32', features, atoms)
        const options = { method, alpha: 0.5, tolerance: 1e-5, maxIterations: 40 } as const
        const centred = { ...options, centre: 'grand-mean' } as const
        const scalar = await atSimdLevel('scalar', () => lasso(x, phi, { ...centred, threads: 1 }))
        for (const level of simdLevels())
          for (const threads of [1, 5]) {
            const found = await atSimdLevel(level, () => lasso(x, phi, { ...centred, threads }))
            expect(bytes(found).equals(bytes(scalar)), `${method} ${level} ${threads} threads`).toBe(true)
          }
        const together = await lasso(x, phi, options)
        for (const i of [0, 7, samples - 1]) {
          const data = x.data.slice(i * features, (i + 1) * features)
          const alone = await lasso({ data, rows: 1, cols: features }, phi, options)
          const codes = together.codes.data.slice(i * atoms, (i + 1) * atoms)
          expect(bits(alone.codes.data).equals(bits(codes)), `${method}, sample ${i}`).toBe(true)
          expect([alone.gaps[0], alone.errors[0]]).toEqual([together.gaps[i], together.errors[i]])
        }
      }
  })

  test('reaches the tolerance that it is given, and says so of the codes that it returns', async () => {
    const [x, phi] = [madeMatrix(type, 40, 60, fullMantissa), dictionaryOf(type, 60, 80)]
    for (const method of lassoMethods)
      for (const tolerance of [1e-1, 1e-4, undefined, 1e-5, ...(type === 'float64' ? [1e-8, 1e-12] : [])]) {
        const options: LassoOptions = { method, alpha: 0.2, ...(tolerance && { tolerance }) }
        const { gaps, converged, codes } = await lasso(x, phi, options)
        for (let i = 0; i < 40; i++) {
          const { gap, size } = looked(x, phi, codes, 0.2, i)
          expect(converged[i]).toBe(1)
          expect(gaps[i]).toBeLessThanOrEqual((tolerance ?? 1e-4) * size)
          expect(Math.abs(gap - gaps[i]!)).toBeLessThan(1e-13 * (1 + size))
        }
      }
  })
})

test('codes of float32 that rounding keeps from the tolerance are not called converged', async () => {
  const [x, phi] = [madeMatrix('float32', 20, 60, fullMantissa), dictionaryOf('float64', 60, 80)]
  const { gaps, converged, codes } = await lasso(x, phi, { method: 'coordinate-descent', alpha: 0.2, tolerance: 1e-11 })
  for (let i = 0; i < 20; i++) {
    const { size } = looked(x, phi, codes, 0.2, i)
    expect(converged[i]).toBe(0)
    expect(gaps[i]! / size).toBeGreaterThan(1e-11)
    expect(gaps[i]! / size).toBeLessThan(2e-6)
  }
})

test('an abort ends the work, and progress rises to 1', async () => {
  const [x, phi] = [madeMatrix('float32', 400, 200), dictionaryOf('float32', 200, 600)]
  const fractions: number[] = []
  const options = {
    method: 'fista',
    alpha: 0.5,
    tolerance: 1e-2,
    onProgress: (f: number) => fractions.push(f),
  } as const
  await lasso(madeMatrix('float32', 9, 200), phi, options)
  expect(fractions.at(-1)).toBe(1)
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
  for (const method of lassoMethods)
    for (const device of ['cpu', 'reference'] as const) {
      const controller = new AbortController()
      const reason = new Error('enough')
      setTimeout(() => controller.abort(reason), 30)
      const endless = {
        method,
        alpha: 1e-6,
        tolerance: 0,
        maxIterations: 2 ** 30,
        device,
        signal: controller.signal,
      } as const
      await expect(lasso(x, phi, endless)).rejects.toBe(reason)
    }
})

test('each wrong argument is one clear error', async () => {
  const [x, phi] = [madeMatrix('float32', 4, 10), madeMatrix('float64', 10, 3)]
  const o = { method: 'fista', alpha: 1 } as const
  const wrong = (options: object) => () => lasso(x, phi, { ...o, ...options } as LassoOptions)
  const cases: [string, RegExp, () => Promise<unknown>][] = [
    ['INVALID_ARGUMENT', /matrix .* for x but received null/, () => lasso(null as never, phi, o)],
    ['INVALID_ARGUMENT', /matrix .* for dictionary but/, () => lasso(x, undefined as never, o)],
    ['INVALID_SHAPE', /10 rows for dictionary.*received 4/, () => lasso(x, x, o)],
    ['INVALID_ARGUMENT', /an object for options but received undefined/, () => lasso(x, phi, undefined as never)],
    ['INVALID_ARGUMENT', /one of fista, coordinate-descent for options\.method/, wrong({ method: 'lars' })],
    ['INVALID_ARGUMENT', /above 0 for options\.alpha but received 0/, wrong({ alpha: 0 })],
    ['INVALID_ARGUMENT', /above 0 for options\.alpha but received NaN/, wrong({ alpha: NaN })],
    ['INVALID_ARGUMENT', /at least 0 for options\.tolerance/, wrong({ tolerance: -1 })],
    ['INVALID_ARGUMENT', /from 1 to 1073741824 for options\.maxIterations/, wrong({ maxIterations: 0 })],
    ['INVALID_ARGUMENT', /from 1 to 1073741824 for options\.maxIterations/, wrong({ maxIterations: 1.5 })],
    ['INVALID_ARGUMENT', /one of none, grand-mean for options\.centre/, wrong({ centre: 'rows' })],
    ['INVALID_ARGUMENT', /options\.threads/, wrong({ threads: 0 })],
  ]
  for (const [code, message, call] of cases)
    await expect(call()).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
})
