import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openNpy, philox, type FileMatrix, type Matrix } from '@likeness/core-native'
import { writeNpy } from '@likeness/io'
import { onTestFinished } from 'vitest'
import type { LegacyStream } from '../src/features/legacy-stream.js'

/** Standard normal features from a seed. */
export function madeMatrix(rows: number, cols: number, seed: number, type: 'float32' | 'float64' = 'float32'): Matrix {
  const random = philox(seed)
  const data = Float64Array.from({ length: rows * cols }, () => random.normal())
  return { data: type === 'float32' ? Float32Array.from(data) : data, rows, cols }
}

/** A matrix of plain rows. */
export const matrixOf = (rows: readonly (readonly number[])[]): Matrix<Float64Array> => ({
  data: Float64Array.from(rows.flat()),
  rows: rows.length,
  cols: rows[0]?.length ?? 1,
})

/** A path in a folder that goes when the test ends. */
export function temporaryPath(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'likeness-spc-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, name)
}

/** The same matrix in a file that goes when the test ends. */
export async function onDisk({ data, rows, cols }: Matrix): Promise<FileMatrix> {
  const path = temporaryPath('x.npy')
  writeFileSync(path, writeNpy(data, [rows, cols]))
  return openNpy(path)
}

/** A stream for tests of what is made of the draws; with a record of what was asked for. */
export function fakeStream(seed: number) {
  const random = philox(seed)
  const asked: string[] = []
  const stream: LegacyStream = {
    choice: (n, size, { replace }) => {
      asked.push(`choice(${n}, ${size}, ${replace})`)
      return replace ? Int32Array.from({ length: size }, () => random.integer(n)) : random.sample(n, size)
    },
    standardNormals: (count) => {
      asked.push(`normals(${count})`)
      return Float64Array.from({ length: count }, () => random.normal())
    },
  }
  return { stream, asked }
}
