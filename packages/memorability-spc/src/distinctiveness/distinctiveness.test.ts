import { existsSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Matrix } from '@likeness/core-native'
import { describe, expect, test } from 'vitest'
import { madeMatrix, matrixOf, onDisk, temporaryPath } from '../../test/made-features.js'
import { rowsOf } from '../features/source.js'
import { distinctiveness, neighbourModes, type NeighbourMode } from './distinctiveness.js'

// The specification's toy (A4): target 1 and filler 2 are the same point.
const targets = matrixOf([[0, 0], [3, 4], [3, 4.5], [10, 0]]) // prettier-ignore
const fillers = matrixOf([[1, 1], [9, 1], [3, 4]]) // prettier-ignore

const golden: [NeighbourMode, number[], number[]][] = [
  ['self-excluded', [Math.SQRT2, 0, 0.5, Math.SQRT2], [4, 6, 1, 5]],
  ['zero-excluded', [Math.SQRT2, 0.5, 0.5, Math.SQRT2], [4, 2, 1, 5]],
  ['fillers-only', [Math.SQRT2, Math.sqrt(13), 0.5, Math.SQRT2], [4, 4, 6, 5]],
]

/** Every distance in float64, every mode, by definition. */
function naive(x: Matrix, y: Matrix, mode: NeighbourMode) {
  const rows = [x, y].flatMap(({ data, rows, cols }) =>
    Array.from({ length: rows }, (_, k) => Array.from(data.subarray(k * cols, (k + 1) * cols))),
  )
  const distance = (i: number, k: number) => Math.sqrt(rows[i]!.reduce((sum, v, f) => sum + (v - rows[k]![f]!) ** 2, 0))
  return Array.from({ length: x.rows }, (_, i) => {
    const near = [...rows.keys()]
      .filter((k) => (mode === 'fillers-only' ? k >= x.rows : k !== i))
      .map((k) => ({ k, d: distance(i, k) }))
      .filter(({ d }) => mode === 'self-excluded' || d > 0)
    return near.reduce((best, one) => (one.d < best.d ? one : best))
  })
}

/** Large and quickly made. */
const scattered = (rows: number, cols: number, seed: number): Matrix => ({
  ...{ data: Float32Array.from({ length: rows * cols }, (_, k) => ((k + seed) * 7919) % 100_003), rows, cols },
})

/** Rows with many ties and some duplicates: small integers. */
const coarse = (rows: number, seed: number): Matrix => {
  const x = madeMatrix(rows, 6, seed)
  return { ...x, data: x.data.map(Math.round) }
}

describe.each(golden)('%s', (mode, distances, neighbours) => {
  test('the golden toy, in memory', async () => {
    const found = await distinctiveness(targets, fillers, { mode })
    expect([...found.distances]).toEqual(distances)
    expect([...found.neighbours]).toEqual(neighbours)
    expect(found.kinds).toEqual(neighbours.map((row) => (row < 4 ? 'target' : 'filler')))
  })

  test('ties and duplicates as by definition; two files, one file and memory agree', async () => {
    const [x, y] = [coarse(40, 1), coarse(90, 2)]
    const expected = naive(x, y, mode)
    const whole: Matrix = { data: Float32Array.of(...x.data, ...y.data), rows: 130, cols: 6 }
    const file = await onDisk(whole)
    const sources = [
      [x, y],
      [await onDisk(x), await onDisk(y)],
      [rowsOf(file, 0, 40), rowsOf(file, 40, 130)],
      [rowsOf(whole, 0, 40), rowsOf(whole, 40, 130)],
      [x, await onDisk(y)],
    ] as const
    for (const [a, b] of sources) {
      const found = await distinctiveness(a, b, { mode })
      expect([...found.neighbours]).toEqual(expected.map(({ k }) => k))
      expect([...found.distances]).toEqual(expected.map(({ d }) => d))
    }
    expect(new Set(expected.map(({ k }) => k < 40)).size).toBe(mode === 'fillers-only' ? 1 : 2)
  })
})

test("the paper's mode is the default", async () => {
  expect((await distinctiveness(targets, fillers)).mode).toBe('self-excluded')
})

// By rows where the targets fit, by columns where neither does.
test.each([3e7, 1.6e7])('larger than the %d bytes allowed: the same, with progress from 0 to 1', async (maxMemory) => {
  const [x, y] = [scattered(40, 30_000, 3), scattered(300, 30_000, 4)]
  const expected = await distinctiveness(x, y)
  const fractions: number[] = []
  const onProgress = (fraction: number) => fractions.push(fraction)
  const found = await distinctiveness(await onDisk(x), await onDisk(y), { maxMemory, onProgress })
  expect(found).toEqual(expected)
  expect(fractions.at(-1)).toBe(1)
  expect(fractions).toEqual(fractions.slice().sort((a, b) => a - b))
})

test('an interrupted search on disk keeps a checkpoint, and goes on there', async () => {
  const [x, y] = [await onDisk(scattered(40, 30_000, 5)), await onDisk(scattered(300, 30_000, 6))]
  const checkpoint = temporaryPath('state')
  const expected = await distinctiveness(x, y)
  const controller = new AbortController()
  const again = { maxMemory: 1.6e7, checkpoint, threads: 1 }
  const reason = new Error('stopped by a test')
  const onProgress = (fraction: number) => fraction > 0.4 && controller.abort(reason)
  await expect(distinctiveness(x, y, { ...again, signal: controller.signal, onProgress })).rejects.toBe(reason)
  expect(readdirSync(dirname(checkpoint))).toEqual(['state.fillers'])
  expect(await distinctiveness(x, y, again)).toEqual(expected)
  expect(existsSync(`${checkpoint}.fillers`)).toBe(false)
})

describe('a target alone', () => {
  const one = matrixOf([[1, 2]])
  test('has a filler', async () => {
    for (const mode of neighbourModes)
      expect((await distinctiveness(one, fillers, { mode })).neighbours[0], mode).toBe(1)
  })
  test.each([
    ['no other image', one, matrixOf([]), 'self-excluded', /another image, of finite features, for target 0/],
    [
      'its duplicate only',
      matrixOf([
        [5, 5],
        [5, 5],
      ]),
      matrixOf([]),
      'zero-excluded',
      /an image that differs.* target 0/,
    ],
    ['fillers that are the same', one, one, 'fillers-only', /a filler that differs.* target 0 .* received none$/],
  ] as const)('that has %s is an error', async (_, x, y, mode, message) => {
    const empty = (m: Matrix) => (m.rows === 0 ? { ...m, cols: 2 } : m)
    await expect(distinctiveness(x, empty(y), { mode })).rejects.toMatchObject({
      ...{ code: 'NO_NEIGHBOUR', message: expect.stringMatching(message) as unknown },
    })
  })
})

describe('refused', () => {
  test('features that are not finite, by image and unit', async () => {
    const bad = matrixOf([[0, 0], [1, Infinity]]) // prettier-ignore
    const error = {
      code: 'INVALID_FEATURES',
      message: 'Expected finite features for filler 1, unit 1 (from 0) but received Infinity',
    }
    await expect(distinctiveness(targets, bad)).rejects.toMatchObject(error)
    await expect(distinctiveness(matrixOf([[NaN, 0]]), fillers)).rejects.toThrow('for target 0, unit 0')
  })
  test('on disk too, where the search would pass over an image with a NaN', async () => {
    const x = madeMatrix(50, 100, 1)
    x.data[37 * 100 + 99] = NaN
    const file = await onDisk(x)
    await expect(distinctiveness(madeMatrix(5, 100, 2), file)).rejects.toThrow('for filler 37, unit 99 (from 0) but received NaN') // prettier-ignore
    await expect(distinctiveness(file, madeMatrix(5, 100, 2))).rejects.toThrow('for target 37, unit 99')
  })
  test('another mode, and features of another width', async () => {
    await expect(distinctiveness(targets, fillers, { mode: 'all' as never })).rejects.toThrow(/one of self-excluded, /)
    await expect(distinctiveness(targets, matrixOf([[1, 2, 3]]))).rejects.toMatchObject({ code: 'INVALID_SHAPE' })
  })
})
