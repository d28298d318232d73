import { open, type FileHandle } from 'node:fs/promises'
import type { Float } from '../runtime/matrix.js'
import type { FloatType } from './made-matrix.js'

const blockBytes = 2 ** 23

/** An npy header of version 1.0, as NumPy writes it: padded so that the values begin at a multiple of 64 bytes. */
export function npyHeader(type: FloatType, rows: number, cols: number): Buffer {
  const text = `{'descr': '${type === 'float32' ? '<f4' : '<f8'}', 'fortran_order': False, 'shape': (${rows}, ${cols}), }`
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10
  const prefix = Buffer.from('\x93NUMPY\x01\0\0\0', 'latin1')
  prefix.writeUInt16LE(length, 8)
  return Buffer.concat([prefix, Buffer.from(`${text.padEnd(length - 1)}\n`)])
}

/**
 * Writes a made matrix as an npy file, block by block: memory stays at about 8 MiB, or one row, for a file of any size.
 * @param fill fills a block (whole rows, row-major, reused from call to call) that begins with row number `row`
 */
export async function writeNpyRows(
  path: string,
  type: FloatType,
  rows: number,
  cols: number,
  fill: (block: Float, row: number) => void,
): Promise<void> {
  const width = type === 'float32' ? 4 : 8
  const perBlock = Math.max(1, Math.min(rows, Math.floor(blockBytes / (cols * width))))
  const block = type === 'float32' ? new Float32Array(perBlock * cols) : new Float64Array(perBlock * cols)
  const file = await open(path, 'w')
  try {
    await writeAll(file, npyHeader(type, rows, cols))
    for (let row = 0; row < rows; row += perBlock) {
      const part = block.subarray(0, Math.min(perBlock, rows - row) * cols)
      fill(part, row)
      await writeAll(file, new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
    }
  } finally {
    await file.close()
  }
}

// One write may take less than it was given: Linux takes at most 2 GiB.
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) done += (await file.write(bytes, done)).bytesWritten
}
