import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { openNpy, readRegion, type FileMatrix, type Region } from '../../src/index.js'
import { npyHeader } from '../../src/testing/write-npy.js'
import type { Entry } from './entry.js'
import { computeOptions, plannedOptions, recipes } from './recipes.js'

let made: string | undefined

/** A 3 x 2 float32 file, one for the process, removed at its end. */
function npyFile(): string {
  if (made) return made
  const folder = mkdtempSync(join(tmpdir(), 'likeness-fuzz-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  made = join(folder, 'x.npy')
  writeFileSync(made, Buffer.concat([npyHeader('float32', 3, 2), Buffer.alloc(24)]))
  return made
}

/** That file as openNpy gives it. */
function npyMatrix(): FileMatrix {
  const path = npyFile()
  const { size, mtimeNs } = statSync(path, { bigint: true })
  const shape = { offset: Number(size) - 24, type: 'float32', rows: 3, cols: 2 } as const
  return { path, ...shape, bytes: Number(size), modified: String(mtimeNs) }
}

/** Matrices on disk. */
export const fileEntries: readonly Entry[] = [
  {
    name: 'openNpy',
    call: openNpy as Entry['call'],
    valid: recipes(fc.constant(null), () => [npyFile()]),
    check: (result, [path]) => {
      const { rows, cols, type } = result as FileMatrix
      assert(rows === 3 && cols === 2 && type === 'float32', `the 3 x 2 of ${String(path)}`)
    },
  },
  {
    name: 'readRegion',
    call: readRegion as Entry['call'],
    valid: recipes(
      fc.record({ row: fc.nat(2), rows: fc.nat(3), col: fc.nat(1), cols: fc.nat(2), options: computeOptions }),
      ({ row, rows, col, cols, options }) => {
        const region = { row, rows: Math.min(rows, 3 - row), col, cols: Math.min(cols, 2 - col) }
        return [npyMatrix(), region, new Float32Array(region.rows * region.cols), plannedOptions(options)]
      },
    ),
    check: (result, [, region]) => {
      const { rows, cols } = region as Region
      const [least, most] = rows * cols === 0 ? [0, 0] : [4 * rows * cols, 4 * (2 * (rows - 1) + cols)]
      assert(Number(result) >= least && Number(result) <= most, 'the bytes of the block, and of gaps')
    },
  },
]
