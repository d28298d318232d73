import { expect, test } from 'vitest'
import { openNpy, readRegion } from '../file/index.js'
import { temporaryFolder } from './temporary-folder.js'
import { writeNpyRows } from './write-npy.js'

const at = temporaryFolder()

test('a matrix of several blocks, the last one shorter: each row lies where it belongs', async () => {
  const [rows, cols] = [2500, 1003]
  const blocks: [row: number, rows: number][] = []
  await writeNpyRows(at('x.npy'), 'float64', rows, cols, (block, row) => {
    blocks.push([row, block.length / cols])
    for (let k = 0; k < block.length; k++) block[k] = row * cols + k
  })
  expect(blocks.length).toBeGreaterThan(2)
  expect(Math.max(...blocks.map(([, rows]) => rows * cols * 8))).toBeLessThanOrEqual(2 ** 23)
  const out = new Float64Array(rows * cols)
  const file = await openNpy(at('x.npy'))
  await readRegion(file, { row: 0, rows, col: 0, cols }, out)
  expect(out.findIndex((value, k) => value !== k)).toBe(-1)
})

test('no row: a header alone; a row longer than a block: one at a time', async () => {
  await writeNpyRows(at('none.npy'), 'float32', 0, 5, () => expect.unreachable())
  expect(await openNpy(at('none.npy'))).toMatchObject({ rows: 0, cols: 5, bytes: 128 })
  await writeNpyRows(at('wide.npy'), 'float32', 2, 2 ** 21 + 1, (block, row) => block.fill(row + 1))
  const out = new Float32Array(4)
  await readRegion(await openNpy(at('wide.npy')), { row: 0, rows: 2, col: 2 ** 21 - 1, cols: 2 }, out)
  expect([...out]).toEqual([1, 1, 2, 2])
})
