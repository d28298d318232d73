import { spawnSync } from 'node:child_process'
import { chmodSync, renameSync, rmSync, statSync, truncateSync, utimesSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { begun, matrixFiles, wholeOf } from '../testing/matrix-files.js'
import { unprivileged } from '../testing/unprivileged.js'
import { checkUnchanged, openNpy, readRegion, type FileMatrix } from './index.js'

const { made, sparse } = matrixFiles()

describe.each(['cpu', 'reference'] as const)('%s: a file that is no longer what was opened', (device) => {
  const all = { row: 0, rows: 5, col: 0, cols: 4 }
  const attempt = (file: FileMatrix) => readRegion(file, all, new Float32Array(20), { device })
  const changed = (file: FileMatrix, now: string) => ({
    ...{ name: 'CoreNativeError', code: 'FILE_CHANGED' },
    message: `Expected ${file.bytes} bytes, changed at ${file.modified} ns for ${file.path} as when it was opened but received ${now}`,
  })
  const now = (path: string) => {
    const { size, mtimeNs } = statSync(path, { bigint: true })
    return `${size} bytes, changed at ${mtimeNs} ns`
  }

  test('shorter', async () => {
    const { file, path } = await made('float32', 5, 4)
    truncateSync(path, 150)
    await expect(attempt(file)).rejects.toMatchObject(changed(file, now(path)))
    await expect(checkUnchanged(file)).rejects.toMatchObject(changed(file, now(path)))
  })

  test('replaced by one of the same size', async () => {
    const { file, path } = await made('float32', 5, 4)
    const other = await made('float32', 5, 4)
    utimesSync(other.path, 1e9, 1e9)
    renameSync(other.path, path)
    await expect(attempt(file)).rejects.toMatchObject(changed(file, now(path)))
    await expect(checkUnchanged(file)).rejects.toMatchObject(changed(file, now(path)))
  })

  test('gone, out of reach, a pipe without a writer, a device', async () => {
    const error = (code: string, path: string, expected: string) => ({
      ...{ name: 'CoreNativeError', code },
      message: expect.stringMatching(new RegExp(`^Expected a ${expected} for ${path} .*but received .+`)),
    })
    const { file, path } = await made('float32', 5, 4)
    chmodSync(dirname(path), 0o755)
    chmodSync(path, 0)
    await expect(unprivileged(() => attempt(file))).rejects.toMatchObject(
      error('FILE_UNREADABLE', path, 'readable file'),
    )
    rmSync(path)
    await expect(attempt(file)).rejects.toMatchObject(error('FILE_NOT_FOUND', path, 'readable file'))
    await expect(checkUnchanged(file)).rejects.toMatchObject(error('FILE_NOT_FOUND', path, 'readable file'))
    expect(spawnSync('mkfifo', [path]).status).toBe(0)
    await expect(attempt(file)).rejects.toMatchObject(error('FILE_CHANGED', path, 'regular file'))
    await expect(checkUnchanged(file)).rejects.toMatchObject(error('FILE_CHANGED', path, 'regular file'))
    await expect(attempt({ ...file, path: '/dev/zero' })).rejects.toMatchObject(
      error('FILE_CHANGED', '/dev/zero', 'regular file'),
    )
  })

  test('untouched: times at the ends of what a file system stores', async () => {
    for (const seconds of [0, -1.5, 1e9, 16e9]) {
      const { path } = await made('float32', 5, 4)
      utimesSync(path, seconds, seconds)
      const file = await openNpy(path)
      expect(await attempt(file)).toBe(80)
      await checkUnchanged(file)
      const modified = String(BigInt(file.modified) + 1n)
      await expect(attempt({ ...file, modified })).rejects.toMatchObject({ code: 'FILE_CHANGED' })
    }
  })

  test('cut while it is read', async () => {
    const rows = 32_768
    const { file, path } = await sparse(rows, 1024, [[0, 1]])
    const out = new Float64Array(rows * 1024)
    const reading = readRegion(file, wholeOf(file), out, { device })
    void begun(out, reading).then(() => truncateSync(path, 300))
    await expect(reading).rejects.toMatchObject({
      ...{ name: 'CoreNativeError', code: 'FILE_TRUNCATED' },
      message: expect.stringMatching(new RegExp(`^Expected 4194304 bytes at byte \\d+ for ${path} but received \\d+$`)),
    })
  })
})
