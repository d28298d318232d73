import { rmSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { philox } from '../random/index.js'
import type { Float } from '../runtime/matrix.js'
import { loadAddon } from '../runtime/native.js'
import { bits, type FloatType } from '../testing/made-matrix.js'
import { matrixFiles } from '../testing/matrix-files.js'
import { readRegion, type FileMatrix, type Region } from './index.js'

const { at, made, sparse } = matrixFiles()
const devices = ['cpu', 'reference'] as const

test('the native addon reads here, so that no test passes on the reference alone', () => {
  expect(loadAddon().addon).toHaveProperty('readRegion')
})

const empty = (type: FloatType, length: number): Float =>
  type === 'float32' ? new Float32Array(length).fill(7) : new Float64Array(length).fill(7)

function sliced({ data, cols }: { data: Float; cols: number }, region: Region): number[] {
  const out: number[] = []
  for (let i = region.row; i < region.row + region.rows; i++)
    out.push(...data.subarray(i * cols + region.col, i * cols + region.col + region.cols))
  return out
}

/** Regions at the edges, and seeded ones. */
function regionsOf(rows: number, cols: number, count: number): Region[] {
  const rng = philox(rows * 1000 + cols)
  const draw = (n: number) => Math.floor(rng.uniform() * n)
  const edges = [
    { row: 0, rows, col: 0, cols },
    { row: 0, rows: 1, col: 0, cols: 1 },
    { row: rows - 1, rows: 1, col: cols - 1, cols: 1 },
    { row: 0, rows, col: 0, cols: 1 },
    { row: 0, rows, col: cols - 1, cols: 1 },
    { row: 0, rows, col: Math.min(1, cols - 1), cols: Math.max(1, cols - 1) },
    { row: 0, rows: 1, col: 0, cols },
    { row: rows - 1, rows: 1, col: 0, cols },
  ]
  const seeded = Array.from({ length: count }, () => {
    const [row, col] = [draw(rows), draw(cols)]
    return { row, col, rows: 1 + draw(rows - row), cols: 1 + draw(cols - col) }
  })
  return [...edges, ...seeded]
}

describe.each(devices)('%s', (device) => {
  test.each([
    ['float32', 1, 1],
    ['float32', 37, 19],
    ['float64', 200, 33],
    // Rows of one value, more rows than one read takes, gaps that are read and gaps that are passed over.
    ['float64', 300_001, 2],
    ['float32', 700, 1500],
    ['float64', 60, 2111],
  ] as const)('%s %i x %i: every region is the slice', async (type, rows, cols) => {
    const { inMemory, file } = await made(type, rows, cols)
    const width = type === 'float32' ? 4 : 8
    for (const region of regionsOf(rows, cols, rows * cols > 1e5 ? 10 : 60)) {
      const out = empty(type, region.rows * region.cols)
      const read = await readRegion(file, region, out, { device })
      const expected = sliced(inMemory, region)
      expect(
        bits(out).equals(bits(type === 'float32' ? Float32Array.from(expected) : Float64Array.from(expected))),
      ).toBe(true)
      // What is read beyond the block is at most the gaps between its rows.
      expect(read).toBeGreaterThanOrEqual(out.byteLength)
      expect(read).toBeLessThanOrEqual(((region.rows - 1) * cols + region.cols) * width)
    }
  })

  test('whole rows are read once, and large gaps are not read', async () => {
    const { file } = await made('float64', 60, 2111)
    expect(
      await readRegion(file, { row: 3, rows: 9, col: 0, cols: 2111 }, new Float64Array(9 * 2111), { device }),
    ).toBe(9 * 2111 * 8)
    expect(await readRegion(file, { row: 0, rows: 60, col: 7, cols: 5 }, new Float64Array(300), { device })).toBe(2400)
  })

  test('an empty region reads nothing', async () => {
    const { file } = await made('float32', 5, 4)
    for (const region of [
      { row: 5, rows: 0, col: 0, cols: 4 },
      { row: 0, rows: 5, col: 4, cols: 0 },
    ])
      expect(await readRegion(file, region, new Float32Array(0), { device })).toBe(0)
  })

  test('a view into a larger buffer gets its values and nothing around it', async () => {
    const { inMemory, file } = await made('float32', 6, 5)
    const around = new Float32Array(40).fill(-1)
    const region = { row: 1, rows: 4, col: 2, cols: 2 }
    await readRegion(file, region, around.subarray(10, 18), { device })
    expect([...around]).toEqual([...Array(10).fill(-1), ...sliced(inMemory, region), ...Array(22).fill(-1)])
  })

  test('offsets beyond 4 GiB: the end of a sparse file', async () => {
    const [rows, cols] = [600_000, 1024]
    const last = rows * cols - 1
    const { file } = await sparse(rows, cols, [
      [last, 1.5],
      [last - 1, -2.5],
      [last - cols, 3.5],
    ])
    expect(file.bytes).toBeGreaterThan(2 ** 32)
    const out = new Float64Array(4)
    await readRegion(file, { row: rows - 2, rows: 2, col: cols - 2, cols: 2 }, out, { device })
    expect([...out]).toEqual([0, 3.5, -2.5, 1.5])
    const whole = new Float64Array(2 * cols)
    await readRegion(file, { row: rows - 2, rows: 2, col: 0, cols }, whole, { device })
    expect([whole[cols - 1], whole[2 * cols - 2], whole[2 * cols - 1]]).toEqual([3.5, -2.5, 1.5])
  })

  test('many reads at once into parts of one array', async () => {
    const { inMemory, file } = await made('float64', 160, 50)
    const out = new Float64Array(160 * 50)
    await Promise.all(
      Array.from({ length: 16 }, (_, k) =>
        readRegion(file, { row: k * 10, rows: 10, col: 0, cols: 50 }, out.subarray(k * 500, (k + 1) * 500), { device }),
      ),
    )
    expect(bits(out).equals(bits(inMemory.data))).toBe(true)
  })
})

test('a native error carries the stack of its caller', async () => {
  const { file, path } = await made('float32', 5, 4)
  rmSync(path)
  const error = (await readRegion(file, { row: 0, rows: 5, col: 0, cols: 4 }, new Float32Array(20)).catch(
    (e) => e,
  )) as Error
  expect(error.stack).toContain('read-region.test')
})

describe('bad input gets one clear error', () => {
  const all = { row: 0, rows: 5, col: 0, cols: 4 }
  const bad = readRegion as (...args: unknown[]) => Promise<number>
  const resizable = new (ArrayBuffer as unknown as new (n: number, o: object) => ArrayBuffer)(80, {
    maxByteLength: 160,
  })

  test.each([
    [
      null,
      new Float32Array(20),
      {},
      'INVALID_ARGUMENT',
      'a region {row, rows, col, cols} for region but received null',
    ],
    [{ ...all, row: -1 }, new Float32Array(20), {}, 'INVALID_ARGUMENT', 'at least 0 for region.row but received -1'],
    [{ ...all, cols: 0.5 }, new Float32Array(20), {}, 'INVALID_ARGUMENT', 'at least 0 for region.cols'],
    [
      { ...all, row: 1 },
      new Float32Array(20),
      {},
      'INVALID_SHAPE',
      'within 5 x 4 for region but received rows 1 to 6 and columns 0 to 4',
    ],
    [{ ...all, col: 1 }, new Float32Array(20), {}, 'INVALID_SHAPE', 'rows 0 to 5 and columns 1 to 5'],
    [{ ...all, row: 2 ** 53 - 1 }, new Float32Array(20), {}, 'INVALID_SHAPE', 'within 5 x 4'],
    [
      all,
      new Float64Array(20),
      {},
      'INVALID_ARGUMENT',
      'a Float32Array as the file has for out but received an object of type Float64Array',
    ],
    [all, [1, 2], {}, 'INVALID_ARGUMENT', 'a Float32Array as the file has for out'],
    [all, new Float32Array(19), {}, 'INVALID_SHAPE', 'Expected 5 x 4 = 20 values for out but received 19'],
    [all, new Float32Array(resizable, 0, 20), {}, 'INVALID_ARGUMENT', 'a buffer of fixed length for out'],
    [all, new Float32Array(20), { signal: {} }, 'INVALID_ARGUMENT', 'an AbortSignal for options.signal'],
  ])('%#', async (region, out, options, code, message) => {
    const { file } = await made('float32', 5, 4)
    for (const device of devices)
      await expect(bad(file, region, out, { ...options, device })).rejects.toMatchObject({
        code,
        message: expect.stringContaining(message),
      })
  })

  test('an array whose own properties lie is written to, or refused, as what it is', async () => {
    const { file } = await made('float32', 5, 4)
    const lying = (array: Float32Array, name: string, value: unknown) => Object.defineProperty(array, name, { value })
    for (const device of devices) {
      const out = lying(lying(new Float32Array(20), 'buffer', {}), 'length', 7) as Float32Array
      expect(await bad(file, all, out, { device })).toBe(80)
      expect(out.subarray(0, 4).some((value) => value !== 0)).toBe(true)
      const hidden = lying(new Float32Array(resizable, 0, 20), 'buffer', {})
      await expect(bad(file, all, hidden, { device })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    }
  })

  test('a matrix that is not one', async () => {
    const { file } = await made('float32', 5, 4)
    await expect(bad({ ...file, rows: 6 }, all, new Float32Array(20))).rejects.toMatchObject({ code: 'INVALID_SHAPE' })
    await expect(bad({ ...file, type: 'float16' }, all, new Float32Array(20))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    })
  })
})

test('values at an offset in a file that is not npy', async () => {
  const path = at('raw.bin')
  writeFileSync(path, Buffer.concat([Buffer.alloc(3), bits(Float32Array.of(1, 2, 3, 4, 5, 6)), Buffer.alloc(5)]))
  const { size, mtimeNs } = statSync(path, { bigint: true })
  const file: FileMatrix = {
    path,
    offset: 3,
    type: 'float32',
    rows: 2,
    cols: 3,
    bytes: Number(size),
    modified: String(mtimeNs),
  }
  for (const device of devices) {
    const out = new Float32Array(4)
    await readRegion(file, { row: 0, rows: 2, col: 1, cols: 2 }, out, { device })
    expect([...out]).toEqual([2, 3, 5, 6])
  }
})
