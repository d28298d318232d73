import { describe, expect, test } from 'vitest'
import type { Float, Matrix } from '../index.js'
import { expectClose } from '../testing/expect-close.js'
import { golden, goldenMatrix } from '../testing/ista-golden.js'
import { bits, madeMatrix, wide, type FloatType } from '../testing/made-matrix.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { published } from '../testing/sparse-problem.js'
import { sparseEncode, type IstaOptions } from './index.js'

const types: FloatType[] = ['float32', 'float64']
const options = (more: Partial<IstaOptions> = {}): IstaOptions => ({ method: 'ista', ...published, ...more })

/** Columns at length 1, as learning leaves them before it encodes. */
function unitColumns<T extends Matrix>(matrix: T): T {
  const { data, rows, cols } = matrix
  const length = (j: number) => Math.hypot(...Array.from({ length: rows }, (_, f) => data[f * cols + j]!))
  const lengths = Array.from({ length: cols }, (_, j) => length(j))
  return { ...matrix, data: data.map((value, k) => value / lengths[k % cols]!) as Float }
}
const made = <T extends FloatType>(type: T, samples: number, features: number, atoms: number) => ({
  x: madeMatrix(type, samples, features),
  dictionary: unitColumns(madeMatrix(type, features, atoms)),
})

describe.each(['cpu', 'reference'] as const)('ista, %s', (device) => {
  // Computed by hand of the published procedure with NumPy; printed to ten digits.
  test('the worked example', async () => {
    const x = { data: Float64Array.of(1, 0.5, -0.2, 0, 0.3, -0.7, 0.9, 0.1, 0, 0.2, 0.4, -0.6), rows: 3, cols: 4 }
    const dictionary = unitColumns({ data: Float64Array.of(1, 0, 0, 1, 0.5, -0.5, 0, 0.25), rows: 4, cols: 2 })
    const found = await sparseEncode(x, dictionary, options({ centre: 'grand-mean', trace: true, device }))
    expect([...found.iterations]).toEqual([69])
    expect(found.status).toEqual(['converged'])
    expectClose(found.traces![0]!.slice(0, 2), [1.0684922516, 0.5109154499], () => 1e-10)
    expectClose(found.ratios, [0.0098764119], () => 1e-10)
    const codes = [0.2564578877, 0.1750909614, 0.1504557353, -0.4835539204, 0, -0.0673140492]
    expectClose(found.codes.data, codes, () => 1e-10)
    expectClose(found.errors, [0.1524160903, 0.1033175402, 0.1583637777], () => 1e-10)
    expectClose(found.finalErrors, [0.151619253, 0.1018194981, 0.1583068325], () => 1e-10)
  })

  // Some hundred iterations of sums of at most 300 terms around 1: rounding of 1e-14, and 1e-12 leaves room.
  test.each(golden.encode)('agrees with NumPy: $name', async ({ x, dictionary, constants, batchSize, batches }) => {
    const o = options({ ...constants, batchSize, trace: true, device })
    const found = await sparseEncode(goldenMatrix(x), goldenMatrix(dictionary), o)
    expect([...found.iterations]).toEqual(batches.map(({ ratios }) => ratios.length))
    batches.forEach(({ ratios }, b) => expectClose(found.traces![b]!, ratios, (r) => 1e-11 * r))
    expectClose([...found.ratios], batches.map(({ ratios }) => ratios.at(-1)!), (r) => 1e-11 * r) // prettier-ignore
    for (const part of ['errors', 'finalErrors'] as const)
      expectClose(found[part], batches.flatMap((batch) => batch[part]), () => 1e-12) // prettier-ignore
    expectClose(found.codes.data, batches.flatMap((batch) => batch.codes), () => 1e-12) // prettier-ignore
    const limited = constants.maxIterations < 100
    expect(found.status).toEqual(batches.map(() => (limited ? 'iteration-limit' : 'converged')))
  })

  test('one NaN or infinity ends its batch as diverged, and no other', async () => {
    for (const value of [NaN, Infinity]) {
      const { x, dictionary } = made('float64', 9, 6, 5)
      x.data[3 * 6 + 2] = value
      const found = await sparseEncode(x, dictionary, options({ batchSize: 3, device }))
      expect(found.status).toEqual(['converged', 'diverged', 'converged'])
      expect(found.ratios[1]).toBeNaN()
      const alone = { ...x, data: x.data.slice(36), rows: 3 }
      const last = await sparseEncode(alone, dictionary, options({ device }))
      expect(bits(found.errors.slice(6)).equals(bits(last.errors))).toBe(true)
    }
  })

  test('steps beyond 2 / σ² diverge, and it says so', async () => {
    const { x, dictionary } = made('float64', 8, 6, 5)
    const found = await sparseEncode(x, dictionary, options({ stepSize: 10, device }))
    expect(found.status).toEqual(['diverged'])
    expect(found.ratios[0]).toBeNaN()
  })

  test('a batch that is within the tolerance at once says so', async () => {
    const zero = madeMatrix('float64', 4, 6, () => 0)
    const { dictionary } = made('float64', 4, 6, 5)
    const found = await sparseEncode(zero, dictionary, options({ device }))
    expect(found.status).toEqual(['converged-at-start'])
    expect([...found.iterations]).toEqual([1])
    expect(found.codes.data.every((value) => value === 0)).toBe(true)
    // Codes that are not zero, but small beside the tolerance.
    const small = madeMatrix('float64', 4, 6, (v) => v / 10_000)
    const o = options({ threshold: 0, device })
    expect((await sparseEncode(small, dictionary, o)).status).toEqual(['converged-at-start'])
  })

  test('no sample, one sample, one atom, one feature, an atom of zeros', async () => {
    for (const [samples, features, atoms] of [
      [0, 3, 2],
      [1, 3, 2],
      [4, 3, 1],
      [4, 1, 1],
      [1, 1, 3],
    ] as const) {
      const { x, dictionary } = made('float64', samples, features, atoms)
      dictionary.data.forEach((_, k) => k % atoms === 2 && (dictionary.data[k] = 0))
      const found = await sparseEncode(x, dictionary, options({ device }))
      expect(found.codes).toMatchObject({ rows: samples, cols: atoms })
      expect(found.iterations.length).toBe(samples === 0 ? 0 : 1)
      expect(found.status).toEqual(samples === 0 ? [] : ['converged'])
      found.codes.data.forEach((code, k) => k % atoms === 2 && expect(code).toBe(0))
    }
  })
})

describe.each(types)('ista %s', (type) => {
  // 100 iterations of chains of at most 256 steps; the error does not build up, since each iteration contracts.
  const tolerance = type === 'float32' ? 2e-5 : 1e-13

  test.each(simdLevels())(
    'agrees with the float64 reference at level %s, sizes around every edge',
    async (level) => {
      for (const [samples, features, atoms] of [
        [3, 4, 5],
        [31, 11, 12],
        [32, 13, 25],
        [33, 24, 23],
        [65, 257, 7],
        [5, 7, 259],
      ] as const) {
        const { x, dictionary } = made(type, samples, features, atoms)
        // A fixed number of iterations: the ratio of float32 codes may pass the tolerance one earlier or later.
        const o = options({ tolerance: 1e-9, maxIterations: 40, centre: 'grand-mean' })
        const expected = await sparseEncode(wide(x), wide(dictionary), { ...o, device: 'reference' })
        const found = await atSimdLevel(level, () => sparseEncode(x, dictionary, { ...o, device: 'cpu' }))
        expectClose(found.codes.data, expected.codes.data, () => tolerance)
        for (const part of ['errors', 'finalErrors', 'ratios'] as const)
          expectClose(found[part], expected[part], (e) => tolerance * (1 + e))
      }
    },
    60_000,
  )

  test('the bounds decide as the norms themselves do', async () => {
    const { x, dictionary } = made(type, 200, 60, 90)
    for (const stepSize of [0.003, 0.01, 0.05]) {
      const bounded = await sparseEncode(x, dictionary, options({ stepSize, batchSize: 70 }))
      const exact = await sparseEncode(x, dictionary, options({ stepSize, batchSize: 70, trace: true }))
      expect(bounded.iterations).toEqual(exact.iterations)
      // Directions differ, so that the last digits of a norm may.
      expectClose(bounded.ratios, exact.ratios, (r) => 1e-11 * r)
      expect(bits(bounded.codes.data).equals(bits(exact.codes.data))).toBe(true)
      exact.traces!.forEach((trace) => expect(trace.findIndex((ratio) => ratio < 0.01)).toBe(trace.length - 1))
    }
  })

  test('gives the same bits at every SIMD level and thread count', async () => {
    for (const [samples, features, atoms, batchSize] of [
      [150, 40, 61, 150],
      [150, 300, 61, 47],
      [40, 50, 300, 40],
    ] as const) {
      const { x, dictionary } = made(type, samples, features, atoms)
      const o = options({ batchSize, centre: 'grand-mean' })
      const run = (level: string, threads: number) =>
        atSimdLevel(level, () => sparseEncode(x, dictionary, { ...o, threads }))
      const scalar = await run('scalar', 1)
      for (const level of simdLevels())
        for (const threads of [1, 2, 5]) {
          const found = await run(level, threads)
          expect(found.iterations).toEqual(scalar.iterations)
          expect(bits(found.codes.data).equals(bits(scalar.codes.data)), `${level} ${threads}`).toBe(true)
          for (const part of ['errors', 'finalErrors', 'ratios'] as const)
            expect(bits(found[part]).equals(bits(scalar[part])), `${part} ${level} ${threads}`).toBe(true)
        }
    }
  })

  test('large common values do not hide the change', async () => {
    const { x, dictionary } = made(type, 60, 30, 20)
    const shifted = { ...x, data: x.data.map((v) => Math.fround(Math.round(v * 64) / 64 + 1024)) as typeof x.data }
    const plain = { ...x, data: x.data.map((v) => Math.fround(Math.round(v * 64) / 64)) as typeof x.data }
    const o = options({ centre: 'grand-mean' })
    const [a, b] = [await sparseEncode(plain, dictionary, o), await sparseEncode(shifted, dictionary, o)]
    expectClose(b.errors, [...a.errors], (e) => 1e-3 * e)
  })
})

test('an abort rejects with its reason, and progress rises to 1', async () => {
  const { x, dictionary } = made('float32', 600, 200, 200)
  const controller = new AbortController()
  const o = options({ tolerance: 1e-8, maxIterations: 1e5, batchSize: 200, signal: controller.signal })
  const running = sparseEncode(x, dictionary, o)
  setTimeout(() => controller.abort(new Error('enough')), 50)
  await expect(running).rejects.toThrow('enough')
  const seen: number[] = []
  await sparseEncode(x, dictionary, options({ batchSize: 40, onProgress: (f) => void seen.push(f) }))
  expect(seen.at(-1)).toBe(1)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
})

describe('errors', () => {
  const { x, dictionary } = made('float64', 4, 6, 5)
  const bad = (o: object) => sparseEncode(x, dictionary, { ...options(), ...o })
  test.each([
    ['stepSize', 0, 'a number above 0'],
    ['stepSize', NaN, 'a number above 0'],
    ['threshold', -1, 'a number of at least 0'],
    ['tolerance', 0, 'a number above 0'],
    ['maxIterations', 0, 'an integer from 1 to 1000000'],
    ['maxIterations', 1.5, 'an integer from 1 to 1000000'],
    ['centre', 'mean', "'none' or 'grand-mean'"],
    ['batchSize', 0, 'an integer of at least 1'],
    ['trace', 1, 'a boolean'],
  ])('%s %s', async (name, value, expected) => {
    await expect(bad({ [name]: value })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining(`Expected ${expected} for options.${name} but received ${value}`) as string,
    })
  })

  test('a dictionary of other features, or of another type', async () => {
    const other = madeMatrix('float64', 5, 5)
    await expect(sparseEncode(x, other, options())).rejects.toMatchObject({ code: 'INVALID_SHAPE' })
    const narrow = madeMatrix('float32', 6, 5) as unknown as typeof other
    await expect(sparseEncode(x, narrow, options())).rejects.toThrow(
      'Expected Float64Array, as x has, for dictionary.data but received Float32Array',
    )
  })
})
