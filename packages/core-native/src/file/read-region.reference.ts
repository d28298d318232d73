import type { FileHandle } from 'node:fs/promises'
import { CoreNativeError } from '../runtime/errors.js'
import type { Float } from '../runtime/matrix.js'
import { bytesOf } from '../runtime/typed-array.js'
import type { FileMatrix } from './file-matrix.js'
import type { Segments } from './region.js'
import { openRegular, readUpTo, requireUnchanged } from './regular-file.js'

const chunk = 2 ** 22

/** `readRegion` through Node's own file system calls: the specification, and the way where the addon did not load. */
export async function readRegionReference(
  file: FileMatrix,
  { start, segments, segment, stride, perRead }: Segments,
  out: Float,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { handle, state } = await openRegular(file.path, 'FILE_CHANGED')
  try {
    requireUnchanged(file, state)
    const to = bytesOf(out)
    const gapped = perRead > 1 ? new Uint8Array((perRead - 1) * stride + segment) : undefined
    let total = 0
    for (let s = 0; s < segments; s += perRead) {
      const count = Math.min(perRead, segments - s)
      const piece = gapped?.subarray(0, (count - 1) * stride + segment) ?? to.subarray(s * segment, (s + 1) * segment)
      await readPiece(handle, piece, start + s * stride, file.path, signal)
      total += piece.length
      for (let k = 0; gapped && k < count; k++)
        to.set(piece.subarray(k * stride, k * stride + segment), (s + k) * segment)
    }
    return total
  } finally {
    await handle.close()
  }
}

async function readPiece(handle: FileHandle, into: Uint8Array, at: number, path: string, signal?: AbortSignal) {
  for (let done = 0; done < into.length; done += chunk) {
    signal?.throwIfAborted()
    const part = into.subarray(done, done + chunk)
    const read = await readUpTo(handle, part, at + done, path)
    if (read < part.length)
      throw new CoreNativeError(
        'FILE_TRUNCATED',
        `Expected ${part.length} bytes at byte ${at + done} for ${path} but received ${read}`,
      )
  }
}
