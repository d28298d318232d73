import { rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { begun, matrixFiles, wholeOf } from '../testing/matrix-files.js'
import { readRegion } from './index.js'

const { made, sparse } = matrixFiles()

describe.each(['cpu', 'reference'] as const)('%s', (device) => {
  test('an abort in the middle rejects with its reason before the block is whole, and the next call works', async () => {
    const rows = 32_768
    const { file } = await sparse(rows, 1024, [
      [0, 1],
      [rows * 1024 - 1, 9],
    ])
    const out = new Float64Array(rows * 1024)
    const controller = new AbortController()
    const reading = readRegion(file, wholeOf(file), out, { device, signal: controller.signal })
    const reason = new Error('enough')
    void begun(out, reading).then(() => controller.abort(reason))
    await expect(reading).rejects.toBe(reason)
    expect([out[0], out.at(-1)]).toEqual([1, 0])
    const last = { row: rows - 1, rows: 1, col: 1023, cols: 1 }
    expect(await readRegion(file, last, out.subarray(0, 1), { device })).toBe(8)
    expect(out[0]).toBe(9)
  })

  test('an abort among many small pieces', async () => {
    const rows = 500_000
    const { file } = await sparse(rows, 4096, [
      [0, 1],
      [(rows - 1) * 4096, 9],
    ])
    const out = new Float64Array(rows)
    const controller = new AbortController()
    const reading = readRegion(file, { row: 0, rows, col: 0, cols: 1 }, out, { device, signal: controller.signal })
    void begun(out, reading).then(() => controller.abort('enough'))
    await expect(reading).rejects.toBe('enough')
    expect([out[0], out.at(-1)]).toEqual([1, 0])
  })

  test('an aborted signal rejects before the file is touched', async () => {
    const { file, path } = await made('float32', 5, 4)
    rmSync(path)
    const all = { row: 0, rows: 5, col: 0, cols: 4 }
    await expect(readRegion(file, all, new Float32Array(20), { device, signal: AbortSignal.abort('no') })).rejects.toBe(
      'no',
    )
  })

  test('the event loop stays free', async () => {
    const rows = 16_384
    const { file } = await sparse(rows, 1024)
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    await readRegion(file, wholeOf(file), new Float64Array(rows * 1024), { device })
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(5)
  })
})
