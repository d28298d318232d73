import { expect, test } from 'vitest'
import { measuredCall } from '../testing/measured-call.js'
import { sanitized } from '../testing/sanitized.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { writeNpyRows } from '../testing/write-npy.js'

const at = temporaryFolder()
const [rows, cols] = [400, 90_000] // 144 MB

test('a call on a file keeps to maxMemory', async () => {
  const path = at('large.npy')
  await writeNpyRows(path, 'float32', rows, cols, (block, row) => {
    for (let k = 0; k < block.length; k++) block[k] = ((row * 7919 + k * 104_729) % 1009) / 1009
  })
  const open = `return core.openNpy(${JSON.stringify(path)})`
  const maxMemory = 80e6
  const few = `{ data: new Float32Array(3 * ${cols}).fill(0.5), rows: 3, cols: ${cols} }`
  for (const call of [
    `core.pdist(prepared, 'correlation', o)`,
    `core.cdist(${few}, prepared, 'cityblock', o)`,
    `core.nearestNeighbors(${few}, prepared, { k: 5, ...o })`,
    `core.nearestNeighbors(prepared, prepared, { k: 5, exclude: 'self', ...o, maxMemory: 1.5 * o.maxMemory })`,
  ]) {
    const body = `let bytes; const o = { maxMemory: ${maxMemory}, onRead: (b) => (bytes = b) }; await ${call}; return bytes`
    const { memory, result } = measuredCall(open, body, 120_000)
    // What a JavaScript engine and threads need beside, whatever the sizes: some 30 MB. A sanitizer adds its own.
    if (!sanitized) expect(memory, call).toBeLessThan((call.includes('1.5') ? 1.5 : 1) * maxMemory + 30e6)
    expect(result, call).toBe((call.includes('prepared, prepared') ? 2 : 1) * rows * cols * 4)
  }
}, 240_000)
