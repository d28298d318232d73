import { expect, test } from 'vitest'
import { madeMatrix } from '../testing/made-matrix.js'
import { measuredCall } from '../testing/measured-call.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { writeNpyRows } from '../testing/write-npy.js'
import { pdist } from './index.js'

const at = temporaryFolder()

test('indices beyond 2^31: all pairs of 65,537 rows', async () => {
  const n = 65_537
  const x = madeMatrix('float32', n, 2)
  const d = await pdist(x, 'cityblock')
  expect(d.length).toBe((n * (n - 1)) / 2)
  const f = Math.fround
  const expected = (i: number, j: number) =>
    f(Math.abs(f(x.data[2 * i]! - x.data[2 * j]!)) + Math.abs(f(x.data[2 * i + 1]! - x.data[2 * j + 1]!)))
  const index = (i: number, j: number) => (i * (2 * n - i - 1)) / 2 + j - i - 1
  const pairs = Array.from({ length: 2000 }, (_, k) => [(k * 7919) % (n - 1), n - 1 - ((k * 31) % 50)] as const)
  for (const [i, j] of [[0, 1], [0, n - 1], [n - 3, n - 2], [n - 2, n - 1], [65_000, 65_001], ...pairs] as const)
    if (i < j) expect(d[index(i, j)], `pair ${i}, ${j}`).toBe(expected(i, j))
}, 600_000)

test('802,816 features of 2,000 images, from disk, in less than 2 GB', async () => {
  const [rows, cols] = [2000, 802_816]
  const path = at('block1_pool.npy')
  // Half zeros, like features after a rectifier; row i is (i mod 97) steps into one sequence, so distances are known.
  const sequence = madeMatrix('float32', 1, cols + 97, (v) => Math.max(0, v)).data
  const shift = (row: number) => (row * 61) % 97
  await writeNpyRows(path, 'float32', rows, cols, (block, row) => {
    for (let r = 0; r * cols < block.length; r++)
      block.set(sequence.subarray(shift(row + r), shift(row + r) + cols), r * cols)
  })
  const pairs = [
    [0, 1],
    [0, 97],
    [5, 1999],
    [1998, 1999],
    [1000, 1001],
  ] as const
  const body = `
    let bytes
    const d = await core.pdist(prepared, 'euclidean', { maxMemory: 1.5e9, onRead: (b) => (bytes = b) })
    const n = ${rows}
    return { bytes, values: ${JSON.stringify(pairs)}.map(([i, j]) => d[i * (2 * n - i - 1) / 2 + j - i - 1]) }`
  const call = measuredCall(`return core.openNpy(${JSON.stringify(path)})`, body, 1_500_000)
  const { bytes, values } = call.result as { bytes: number; values: number[] }
  const file = rows * cols * 4
  process.stdout.write(
    `802,816 x 2,000: ${call.seconds.toFixed(0)} s, ${(call.memory / 1e9).toFixed(2)} GB, read ${(bytes / file).toFixed(3)} times the file\n`,
  )
  expect(call.memory).toBeLessThan(2e9)
  expect(bytes).toBeLessThanOrEqual(1.1 * file)
  for (const [k, [i, j]] of pairs.entries()) {
    let squares = 0
    for (let f = 0; f < cols; f++) squares += (sequence[shift(i) + f]! - sequence[shift(j) + f]!) ** 2
    // Chains of 256 float32 steps; see src/testing/distance-bound.ts.
    expect(Math.abs(values[k]! - Math.sqrt(squares))).toBeLessThanOrEqual(260 * 2 ** -24 * Math.sqrt(squares))
  }
}, 1_800_000)
