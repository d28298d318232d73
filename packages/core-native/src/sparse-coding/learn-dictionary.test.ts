import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { expectClose } from '../testing/expect-close.js'
import { golden, goldenMatrix } from '../testing/ista-golden.js'
import { bits, madeMatrix, wide, type FloatType } from '../testing/made-matrix.js'
import { Once } from '../testing/once.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { published } from '../testing/sparse-problem.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { learnDictionary, type LearnedDictionary, type LearnOptions } from './index.js'

const folder = temporaryFolder()
const types: FloatType[] = ['float32', 'float64']
const learning = { ...published, centre: 'grand-mean', learningRate: 0.01, batchSize: 10 } as const
const draws = (count: number, rows: number) => Int32Array.from({ length: count }, (_, k) => (k * 7919 + 3) % rows)
const made = <T extends FloatType>(type: T, batches: number) => ({
  x: madeMatrix(type, 50, 30, (v) => Math.max(v, 0)),
  dictionary: madeMatrix(type, 30, 17),
  options: { ...learning, batches: draws(10 * batches, 50) } satisfies LearnOptions,
})

const references = new Once<LearnedDictionary>()

describe.each(['cpu', 'reference'] as const)('learnDictionary, %s', (device) => {
  // Computed of the published procedure with NumPy; printed to ten digits.
  test('the worked example', async () => {
    const x = { data: Float64Array.of(1, 0.5, -0.2, 0, 0.3, -0.7, 0.9, 0.1, 0, 0.2, 0.4, -0.6), rows: 3, cols: 4 }
    const dictionary = { data: Float64Array.of(1, 0, 0, 1, 0.5, -0.5, 0, 0.25), rows: 4, cols: 2 }
    const o = { ...learning, batches: Int32Array.of(0, 1, 2), batchSize: 3, device }
    const found = await learnDictionary(x, dictionary, o)
    expect([...found.iterations]).toEqual([69])
    expectClose(found.errors, [(0.1508334292 + 0.1003510242 + 0.1582506841) / 3], () => 1e-10)
    const learned = [0.8960169401, 0.0011576771, -0.0001700931, 0.8752441816]
    learned.push(0.4468833018, -0.4395325541, -0.0004373659, 0.2181392162)
    expectClose(found.dictionary.data, learned, () => 1e-10)
  })

  // Six batches of some hundred iterations of sums around 1: 1e-14, and 1e-11 leaves room.
  test.each(golden.learn)(
    'agrees with NumPy: $name',
    async ({ x, dictionary, constants, rows, learningRate, ...expected }) => {
      const o = {
        ...constants,
        batches: Int32Array.from(rows.flat()),
        batchSize: rows[0]!.length,
        learningRate,
        device,
      }
      const found = await learnDictionary(goldenMatrix(x), goldenMatrix(dictionary), o)
      expect([...found.iterations]).toEqual(expected.iterations)
      expectClose(found.errors, expected.errors, () => 1e-12)
      expectClose(found.dictionary.data, expected.learned, () => 1e-11)
      const limited = constants.maxIterations < 100
      expect(found.status).toEqual(rows.map(() => (limited ? 'iteration-limit' : 'converged')))
    },
  )

  test('a batch that diverges teaches nothing, and says so', async () => {
    const { x, dictionary, options } = made('float64', 3)
    x.data[options.batches[12]! * x.cols] = NaN
    const found = await learnDictionary(x, dictionary, { ...options, device })
    expect(found.status[1]).toBe('diverged')
    expect(found.dictionary.data.every(Number.isFinite)).toBe(true)
  })

  test('no batch leaves the dictionary as it is', async () => {
    const { x, dictionary, options } = made('float64', 0)
    const seen: number[] = []
    const found = await learnDictionary(x, dictionary, { ...options, device, onProgress: (f) => void seen.push(f) })
    expect(found.dictionary).toEqual(dictionary)
    expect(found.dictionary.data).not.toBe(dictionary.data)
    expect(seen).toEqual([1])
  })
})

describe.each(types)('learnDictionary %s', (type) => {
  test.each(simdLevels())('agrees with the float64 reference at level %s', async (level) => {
    for (const [samples, features, atoms, batchSize] of [
      [40, 13, 25, 33],
      [40, 257, 12, 5],
      [300, 5, 33, 260],
    ] as const) {
      const x = madeMatrix(type, samples, features)
      const dictionary = madeMatrix(type, features, atoms)
      const o = { ...learning, batches: draws(2 * batchSize, samples), batchSize, tolerance: 0.03 }
      const expected = await references.get(`${type} ${samples} ${features}`, () =>
        learnDictionary(wide(x), wide(dictionary), { ...o, device: 'reference' }),
      )
      const found = await atSimdLevel(level, () => learnDictionary(x, dictionary, { ...o, device: 'cpu' }))
      expect(found.iterations).toEqual(expected.iterations)
      // Relative to 1, the length of a column.
      expectClose(found.dictionary.data, expected.dictionary.data, () => (type === 'float32' ? 3e-5 : 1e-13))
    }
  })

  test('gives the same bits at every SIMD level and thread count', async () => {
    const { x, dictionary, options } = made(type, 4)
    const run = (level: string, threads: number) =>
      atSimdLevel(level, () => learnDictionary(x, dictionary, { ...options, threads }))
    const scalar = await run('scalar', 1)
    for (const level of simdLevels())
      for (const threads of [1, 2, 5]) {
        const found = await run(level, threads)
        expect(bits(found.dictionary.data).equals(bits(scalar.dictionary.data)), `${level} ${threads}`).toBe(true)
        expect(bits(found.errors).equals(bits(scalar.errors)), `${level} ${threads}`).toBe(true)
      }
  })

  test('aborted in the middle, it goes on to the same bits', async () => {
    const { x, dictionary, options } = made(type, 30)
    const whole = await learnDictionary(x, dictionary, options)
    const checkpoint = folder(`${type}.checkpoint`)
    const controller = new AbortController()
    const onProgress = (fraction: number) => fraction > 0.4 && controller.abort(new Error('enough'))
    const first = learnDictionary(x, dictionary, { ...options, checkpoint, signal: controller.signal, onProgress })
    await expect(first).rejects.toThrow('enough')
    expect(existsSync(checkpoint)).toBe(true)
    const seen: number[] = []
    const rest = { ...options, checkpoint, onProgress: (f: number) => void seen.push(f) }
    const found = await learnDictionary(x, dictionary, rest)
    expect(seen[0]).toBeGreaterThan(0.3)
    expect(bits(found.dictionary.data).equals(bits(whole.dictionary.data))).toBe(true)
    expect(found).toEqual(whole)
    expect(existsSync(checkpoint)).toBe(false)
  })
})

test('killed in the middle, it goes on to the same bits', async () => {
  const checkpoint = folder('killed.checkpoint')
  const script = new URL('../testing/learn-until-killed.ts', import.meta.url)
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=likeness-source', script.pathname, checkpoint],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  while (!existsSync(checkpoint) && child.exitCode === null) await sleep(5)
  child.kill('SIGKILL')
  expect(await ended).toBe('SIGKILL')
  const { x, dictionary, options } = await import('../testing/learning-problem.js').then((m) => m.learningProblem())
  const seen: number[] = []
  const rest = { ...options, checkpoint, onProgress: (f: number) => void seen.push(f) }
  const found = await learnDictionary(x, dictionary, rest)
  const whole = await learnDictionary(x, dictionary, options)
  expect(seen[0]).toBeGreaterThan(0)
  expect(found).toEqual(whole)
  expect(bits(found.dictionary.data).equals(bits(whole.dictionary.data))).toBe(true)
}, 60_000)

describe('errors', () => {
  const { x, dictionary, options } = made('float64', 2)
  test.each([
    ['batches', [1, 2], 'an Int32Array'],
    ['batchSize', 3, 'a divisor of the 20 rows of options.batches'],
    ['batchSize', 0, 'a divisor of the 20 rows of options.batches'],
    ['learningRate', 0, 'a number above 0'],
    ['checkpointEvery', 0, 'an integer of at least 1'],
    ['stepSize', -1, 'a number above 0'],
  ])('%s %s', async (name, value, expected) => {
    await expect(learnDictionary(x, dictionary, { ...options, [name]: value })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining(`Expected ${expected} for options.${name} but received`) as string,
    })
  })

  test('a row that x does not have', async () => {
    for (const row of [-1, 50]) {
      const batches = options.batches.slice()
      batches[13] = row
      await expect(learnDictionary(x, dictionary, { ...options, batches })).rejects.toThrow(
        `Expected a row of x, 0 to 49, for options.batches[13] but received ${row}`,
      )
    }
  })

  test("another call's checkpoint, and a damaged one, are refused and left alone", async () => {
    const checkpoint = folder('other.checkpoint')
    const controller = new AbortController()
    const aborting = { ...options, checkpoint, signal: controller.signal, onProgress: () => controller.abort() }
    await expect(learnDictionary(x, dictionary, aborting)).rejects.toThrow()
    const size = statSync(checkpoint).size
    const other = { ...options, checkpoint, learningRate: 0.02 }
    await expect(learnDictionary(x, dictionary, other)).rejects.toMatchObject({ code: 'INVALID_FILE' })
    writeFileSync(checkpoint, readFileSync(checkpoint).subarray(0, size - 1))
    const damaged = learnDictionary(x, dictionary, { ...options, checkpoint })
    await expect(damaged).rejects.toMatchObject({ code: 'INVALID_FILE' })
    expect(statSync(checkpoint).size).toBe(size - 1)
  })
})
