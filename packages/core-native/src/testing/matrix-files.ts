import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { openNpy, type FileMatrix } from '../file/index.js'
import type { Float, Matrix } from '../runtime/matrix.js'
import { madeMatrix, type FloatType } from './made-matrix.js'
import { temporaryFolder } from './temporary-folder.js'
import { npyHeader, writeNpyRows } from './write-npy.js'

/** Makes npy files for one test file, removed at its end. */
export function matrixFiles() {
  const at = temporaryFolder()
  let files = 0

  /** A made matrix, in memory and in a file. */
  async function made(type: FloatType, rows: number, cols: number) {
    const inMemory: Matrix = madeMatrix(type, rows, cols)
    const path = at(`made-${files++}.npy`)
    await writeNpyRows(path, type, rows, cols, (block, row) =>
      block.set(inMemory.data.subarray(row * cols, row * cols + block.length)),
    )
    return { inMemory, file: await openNpy(path), path }
  }

  /** A float64 matrix of zeros whose file takes no space, but for some values by their index. */
  async function sparse(rows: number, cols: number, values: readonly (readonly [index: number, value: number])[] = []) {
    const path = at(`sparse-${files++}.npy`)
    const header = npyHeader('float64', rows, cols)
    const descriptor = openSync(path, 'w')
    writeSync(descriptor, header)
    ftruncateSync(descriptor, header.length + rows * cols * 8)
    for (const [index, value] of values)
      writeSync(descriptor, new Uint8Array(Float64Array.of(value).buffer), 0, 8, header.length + index * 8)
    closeSync(descriptor)
    return { file: await openNpy(path), path }
  }

  return { at, made, sparse }
}

/** All of a matrix, as a region. */
export function wholeOf({ rows, cols }: FileMatrix) {
  return { row: 0, rows, col: 0, cols }
}

/** Waits until a reader has written the first value of its block (or has ended), so that it is in its middle. */
export async function begun(out: Float, reading: Promise<unknown>): Promise<void> {
  let ended = false
  const end = () => void (ended = true)
  reading.then(end, end)
  while (out[0] === 0 && !ended) await new Promise((resolve) => setImmediate(resolve))
}
