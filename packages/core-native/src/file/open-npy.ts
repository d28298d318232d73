import { resolve } from 'node:path'
import { checkPath, type FileMatrix } from './file-matrix.js'
import { headBytes, parseNpyHeader } from './npy-header.js'
import { openRegular, readUpTo } from './regular-file.js'

/**
 * Opens a matrix in an npy file without reading its values.
 *
 * npy versions 1.0, 2.0 and 3.0 (numpy.lib.format); dtype '<f4' or '<f8', C order, two dimensions, at least one column.
 * The size must be exact: bytes behind the values are refused too, although NumPy ignores them. Of the file's at most
 * 64 KiB are read. A later change of the file is refused when its values are read.
 * @param path the file; a relative one is taken from the current folder now
 * @throws CoreNativeError INVALID_ARGUMENT (no path), FILE_NOT_FOUND, FILE_UNREADABLE, INVALID_FILE (no regular file, not
 *   npy, another dtype, order or shape, a wrong size)
 */
export async function openNpy(path: string): Promise<FileMatrix> {
  checkPath(path, 'path')
  const absolute = resolve(path)
  const { handle, state } = await openRegular(absolute, 'INVALID_FILE')
  try {
    const head = Buffer.alloc(Math.min(headBytes, state.bytes))
    const read = await readUpTo(handle, head, 0, absolute)
    return Object.freeze({ path: absolute, ...parseNpyHeader(head.subarray(0, read), state.bytes, absolute), ...state })
  } finally {
    await handle.close()
  }
}
