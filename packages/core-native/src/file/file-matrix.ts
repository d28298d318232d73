import { CoreNativeError, invalid } from '../runtime/errors.js'

/**
 * A matrix on disk: row-major, little-endian values from byte `offset` on. Entry (i, j) is value number i * cols + j.
 * Plain data: it can be sent to a worker. `openNpy` makes one.
 */
export interface FileMatrix {
  readonly path: string
  /** Byte of the file at which the values begin. */
  readonly offset: number
  readonly type: 'float32' | 'float64'
  readonly rows: number
  readonly cols: number
  /** The file's size when it was opened: a file that changed since is refused. */
  readonly bytes: number
  /** Its time of change (mtime) then, in nanoseconds since 1970, in decimal. */
  readonly modified: string
}

/** Bytes of one value. */
export const widthOf = { float32: 4, float64: 8 } as const

/** Whether a value is meant as a FileMatrix: it names a path. `checkFileMatrix` says whether it is one. */
export function isFileMatrix(value: unknown): value is FileMatrix {
  return typeof value === 'object' && value !== null && 'path' in value
}

/**
 * Checks a matrix on disk once, at the edge, reading each property once. Touches no disk.
 * @returns a frozen copy, so that later changes to `value` change nothing
 * @throws CoreNativeError INVALID_ARGUMENT, or INVALID_SHAPE where the file is too small for its values
 */
export function checkFileMatrix(value: unknown, name: string): FileMatrix {
  if (!isFileMatrix(value)) throw invalid('a matrix on disk {path, offset, type, rows, cols, …}', name, value)
  const { path, offset, type, rows, cols, bytes, modified } = value
  checkPath(path, `${name}.path`)
  if (type !== 'float32' && type !== 'float64') throw invalid('float32 or float64', `${name}.type`, type)
  checkInteger(offset, 0, `${name}.offset`)
  checkInteger(rows, 0, `${name}.rows`)
  checkInteger(cols, 1, `${name}.cols`)
  checkInteger(bytes, 0, `${name}.bytes`)
  if (typeof modified !== 'string' || !/^-?\d{1,30}$/.test(modified))
    throw invalid('nanoseconds in decimal', `${name}.modified`, modified)
  const end = offset + rows * cols * widthOf[type]
  // A product that float64 cannot hold is above 2^53 as well, and so above any size.
  if (end > bytes)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected at least ${end} bytes (${rows} x ${cols} ${type} values from byte ${offset} on) for ${name} but received ${bytes}`,
    )
  return Object.freeze({ path, offset, type, rows, cols, bytes, modified })
}

/** @throws CoreNativeError INVALID_ARGUMENT unless the value can name a file */
export function checkPath(path: unknown, name: string): asserts path is string {
  if (typeof path !== 'string' || path === '') throw invalid('a path', name, path)
  if (path.includes('\0')) throw invalid('a path without a null character', name, JSON.stringify(path))
}

function checkInteger(value: unknown, low: number, name: string): void {
  if (!Number.isSafeInteger(value) || (value as number) < low)
    throw invalid(`an integer of at least ${low}`, name, value)
}
