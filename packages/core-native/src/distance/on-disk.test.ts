import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { FileMatrix } from '../file/index.js'
import type { Float, Matrix } from '../runtime/matrix.js'
import { distanceBound } from '../testing/distance-bound.js'
import { expectClose } from '../testing/expect-close.js'
import { bits, type FloatType } from '../testing/made-matrix.js'
import { matrixFiles } from '../testing/matrix-files.js'
import { cdist, metrics, nearestNeighbors, pdist, type Metric } from './index.js'

const { made, at } = matrixFiles()
const types: FloatType[] = ['float32', 'float64']
const bytesOf = ({ rows, cols, type }: FileMatrix) => rows * cols * (type === 'float32' ? 4 : 8)
// Columns in several panels; blocks that do not end with a panel; a width that is no multiple of anything.
const [rows, cols] = [61, 9001]
// Less than the files, so that they are not simply read into memory.
const tight = { float32: 3_000_000, float64: 6_000_000 }
// The search keeps transposed copies in float64 beside, of blocks that are as large as these whole files.
const searching = { float32: 18_500_000, float64: 35_000_000 }

function recorder() {
  const read: number[] = []
  return { onRead: (bytes: number) => void read.push(bytes), read }
}

afterEach(() => vi.restoreAllMocks())

describe.each(types)('%s on disk', (type) => {
  const maxMemory = tight[type]
  const centred = (metric: Metric) => metric === 'correlation'

  function expectSame(actual: Float, expected: Float, metric: Metric) {
    // Correlation takes the rest of the mean off in the end; everything else is the same sum in the same order.
    if (centred(metric)) expectClose(actual, expected, () => 2 * distanceBound(metric, type, cols, 1))
    else expect(bits(actual).equals(bits(expected)), metric).toBe(true)
  }

  test('pdist reads the file once and gives the bits of the call in memory', async () => {
    const { inMemory, file } = await made(type, rows, cols)
    for (const metric of metrics) {
      const expected = await pdist(inMemory, metric)
      for (const limit of [maxMemory, maxMemory * 1.2]) {
        const { onRead, read } = recorder()
        expectSame(await pdist(file, metric, { maxMemory: Math.floor(limit), onRead }), expected, metric)
        expect(read.length).toBeGreaterThan(1)
        expect(read.at(-1)).toBe(bytesOf(file))
      }
    }
  })

  test('pdist that fits is read whole, with every bit of the call in memory', async () => {
    const { inMemory, file } = await made(type, 20, 300)
    for (const metric of metrics) {
      expect(bits(await pdist(file, metric)).equals(bits(await pdist(inMemory, metric)))).toBe(true)
      expect(await pdist(file, metric, { device: 'reference' })).toEqual(
        await pdist(inMemory, metric, { device: 'reference' }),
      )
    }
  })

  test('cdist streams rows past a side in memory, and columns past each other', async () => {
    const x = await made(type, rows, cols)
    const y = await made(type, 130, cols)
    const few = { data: x.inMemory.data.slice(0, 5 * cols), rows: 5, cols } as Matrix
    for (const metric of metrics) {
      const { onRead, read } = recorder()
      const both = await cdist(x.file, y.file, metric, { maxMemory: 2 * maxMemory, onRead })
      expectSame(both.data, (await cdist(x.inMemory, y.inMemory, metric)).data, metric)
      expect(read.at(-1)).toBe(bytesOf(x.file) + bytesOf(y.file))
      // Rows: every bit, correlation too.
      for (const [a, b, c, d] of [
        [few, y.file, few, y.inMemory],
        [y.file, few, y.inMemory, few],
      ] as const) {
        const streamed = recorder()
        const { data } = await cdist(a, b, metric, { maxMemory: 2 * maxMemory, onRead: streamed.onRead })
        expect(bits(data).equals(bits((await cdist(c, d, metric)).data)), metric).toBe(true)
        expect(streamed.read.length).toBeGreaterThan(1)
        expect(streamed.read.at(-1)).toBe(bytesOf(y.file))
      }
    }
  })

  test('nearestNeighbors finds the same in blocks of rows and in columns', async () => {
    const base = await made(type, 130, cols)
    base.inMemory.data.copyWithin(77 * cols, 3 * cols, 4 * cols) // a duplicate, in both
    const file = (await rewritten(base)).file
    const few = { data: base.inMemory.data.slice(0, 5 * cols), rows: 5, cols } as Matrix
    for (const metric of metrics)
      for (const exclude of [undefined, 'self', 'zero'] as const) {
        const options = { k: 3, metric, ...(exclude && { exclude }) }
        const expected = await nearestNeighbors(few, base.inMemory, options)
        const memory = { maxMemory: searching[type] }
        expect(await nearestNeighbors(few, file, { ...options, ...memory })).toEqual(expected)
        const { onRead, read } = recorder()
        const whole = await nearestNeighbors(file, file, { ...options, ...memory, onRead })
        const all = await nearestNeighbors(base.inMemory, base.inMemory, options)
        expect(whole.indices).toEqual(all.indices)
        const product = metric === 'cosine' || metric === 'correlation'
        if (product) expectClose(whole.distances, all.distances, () => 1e-14)
        else expect(bits(whole.distances).equals(bits(all.distances))).toBe(true)
        expect(read.at(-1)).toBe(2 * bytesOf(file))
        if (exclude === 'self')
          expect(await nearestNeighbors(file, base.inMemory, { ...options, ...memory })).toEqual(all)
      }
  })

  async function rewritten({ inMemory, path }: Awaited<ReturnType<typeof made>>) {
    const bytes = readFileSync(path)
    writeFileSync(
      path,
      Buffer.concat([bytes.subarray(0, bytes.length - inMemory.data.byteLength), bits(inMemory.data)]),
    )
    const { openNpy } = await import('../file/index.js')
    return { file: await openNpy(path) }
  }

  test('correlation whose first columns mislead takes a second pass, and is as exact', async () => {
    const misled = await made(type, 30, cols)
    for (let i = 0; i < 30; i++) for (let j = 0; j < 256; j++) misled.inMemory.data[i * cols + j]! += 40 + i
    const { file } = await rewritten(misled)
    const { onRead, read } = recorder()
    const expected = await pdist({ ...misled.inMemory, data: Float64Array.from(misled.inMemory.data) }, 'correlation')
    const actual = await pdist(file, 'correlation', { maxMemory: maxMemory * 0.6, onRead })
    expectClose(actual, expected, () => 2 * distanceBound('correlation', type, cols, 1, 40))
    expect(read.at(-1)).toBe(2 * bytesOf(file))
  })

  test('rows without a distance give NaN where they do in memory', async () => {
    const odd = await made(type, 12, cols)
    const { data } = odd.inMemory
    data.fill(0.1, 0, cols) // constant, its mean rounds to something else
    data.fill(0, cols, 2 * cols)
    data[2 * cols + 8000] = NaN
    data[3 * cols + 12] = Infinity
    data.fill(0, 4 * cols, 4 * cols + 700) // begins with zeros
    data.fill(7, 5 * cols, 5 * cols + 8999) // constant but for the end
    const { file } = await rewritten(odd)
    for (const metric of metrics) {
      const expected = await pdist(odd.inMemory, metric)
      const actual = await pdist(file, metric, { maxMemory: maxMemory / 3 })
      if (!centred(metric)) expect(bits(actual).equals(bits(expected)), metric).toBe(true)
      // Row 5 needs the second pass; nothing is left of its variance's digits beyond the type's.
      else expectClose(actual, expected, () => 4 * distanceBound(metric, type, cols, 1))
    }
  })
})

describe('an interrupted call', () => {
  test.each(['pdist', 'cdist', 'neighbours in rows', 'neighbours in columns'] as const)(
    '%s goes on where it was aborted, with the same bits',
    async (which) => {
      const { file, inMemory } = await made('float32', 130, cols)
      const few = { data: inMemory.data.slice(0, 5 * cols), rows: 5, cols } as Matrix
      const checkpoint = at(`${which}.checkpoint`)
      const call = async (o: object): Promise<ArrayLike<number>> => {
        const options = { maxMemory: { p: 4e6, c: 1.5e6, n: 12e6 }[which[0] as 'p' | 'c' | 'n'], ...o }
        if (which === 'pdist') return pdist(file, 'euclidean', options)
        if (which === 'cdist') return (await cdist(few, file, 'correlation', options)).data
        const queries = which === 'neighbours in rows' ? few : file
        const { indices, distances } = await nearestNeighbors(queries, file, { k: 3, exclude: 'self', ...options })
        return [...indices, ...distances]
      }
      const expected = await call({})
      const whole = which === 'neighbours in columns' ? 2 * bytesOf(file) : bytesOf(file)
      const controller = new AbortController()
      let total = 0
      const onRead = (bytes: number) => void ((total = bytes), bytes > whole / 2 && controller.abort('enough'))
      await expect(call({ checkpoint, signal: controller.signal, onRead })).rejects.toBe('enough')
      expect(existsSync(checkpoint)).toBe(true)
      const { onRead: again, read } = recorder()
      expect(await call({ checkpoint, onRead: again })).toEqual(expected)
      expect(total).toBeLessThan(whole)
      expect(read.at(-1)).toBeLessThan(whole)
      expect(existsSync(checkpoint)).toBe(false)
    },
  )

  test('that ended otherwise goes on from the last minute', async () => {
    const { file } = await made('float32', 130, cols)
    const checkpoint = at('killed.checkpoint')
    const expected = await pdist(file, 'cityblock', { maxMemory: 4e6 })
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 61_000))
    let blocks = 0
    const fail = () => {
      if (++blocks === 4) throw new Error('the power failed')
    }
    const options = { maxMemory: 4e6, checkpoint }
    await expect(pdist(file, 'cityblock', { ...options, onRead: fail })).rejects.toThrow('the power failed')
    const { onRead, read } = recorder()
    expect(await pdist(file, 'cityblock', { ...options, onRead })).toEqual(expected)
    expect(read.at(-1)).toBeLessThan(bytesOf(file))
  })

  test("refuses another call's checkpoint, and a damaged one", async () => {
    const { file } = await made('float32', 130, cols)
    const checkpoint = at('foreign.checkpoint')
    const options = { maxMemory: 4e6, checkpoint }
    const controller = new AbortController()
    const abort = { signal: controller.signal, onRead: () => controller.abort() }
    await expect(pdist(file, 'euclidean', { ...options, ...abort })).rejects.toThrow()
    await expect(pdist(file, 'cityblock', options)).rejects.toMatchObject({
      ...{ code: 'INVALID_FILE', message: expect.stringContaining('that of another call') },
    })
    const whole = readFileSync(checkpoint)
    for (const damaged of [whole.subarray(0, whole.length - 8), Buffer.concat([whole, whole]), Buffer.from('hello')]) {
      writeFileSync(checkpoint, damaged)
      await expect(pdist(file, 'euclidean', options)).rejects.toMatchObject({ code: 'INVALID_FILE' })
    }
    await expect(
      pdist(file, 'euclidean', { ...options, checkpoint: at('no/such/folder/c'), signal: AbortSignal.abort('now') }),
    ).rejects.toBe('now')
  })
})

describe('bad input gets one clear error', () => {
  test.each([
    [
      { maxMemory: 1000 },
      'INVALID_ARGUMENT',
      /Expected at least \d+ bytes, .* for options.maxMemory but received 1000/,
    ],
    [{ maxMemory: -1 }, 'INVALID_ARGUMENT', /a number of bytes for options.maxMemory/],
    [{ maxMemory: 2e6, checkpoint: '' }, 'INVALID_ARGUMENT', /a path for options.checkpoint/],
    [{ maxMemory: 2e6, onRead: 1 }, 'INVALID_ARGUMENT', /a function for options.onRead/],
  ])('%#', async (options, code, message) => {
    const { file } = await made('float32', rows, cols)
    await expect(pdist(file, 'euclidean', options as object)).rejects.toMatchObject({
      ...{ name: 'CoreNativeError', code, message: expect.stringMatching(message) },
    })
  })

  test('a file that changes during the call', async () => {
    const { file, path } = await made('float32', rows, cols)
    const touch = () => utimesSync(path, 1, 1)
    await expect(pdist(file, 'euclidean', { maxMemory: tight.float32, onRead: touch })).rejects.toMatchObject({
      code: 'FILE_CHANGED',
    })
  })

  test('types and columns that differ', async () => {
    const { file } = await made('float32', 4, 30)
    const { file: wide, inMemory } = await made('float64', 4, 30)
    await expect(cdist(file, wide, 'euclidean')).rejects.toThrow('Expected float32 for y.type as x has')
    await expect(cdist(file, inMemory, 'euclidean')).rejects.toThrow('Expected a Float32Array for y.data')
    await expect(nearestNeighbors(file, (await made('float32', 4, 31)).file, { k: 1 })).rejects.toThrow('30 columns')
  })
})
