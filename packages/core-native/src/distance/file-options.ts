import { checkPath } from '../file/file-matrix.js'
import { invalid } from '../runtime/errors.js'
import { checkOptions, type CheckedOptions, type ComputeOptions } from '../runtime/options.js'

/** Options of a call on matrices on disk. */
export interface FileOptions extends ComputeOptions {
  /**
   * Bytes that the call may allocate, results included. Default: 1 GiB, or what it needs at least where that is more.
   * It decides how much is read at a time.
   */
  readonly maxMemory?: number
  /**
   * A file that keeps the work's state, written every minute and when the call is aborted: the same call takes the work
   * up there, with the same bits in the end. It is removed at the end.
   */
  readonly checkpoint?: string
  /** Receives the bytes read from disk so far, after each block. */
  readonly onRead?: (bytes: number) => void
}

export type CheckedFileOptions = CheckedOptions & Pick<FileOptions, 'maxMemory' | 'checkpoint' | 'onRead'>

/** @throws CoreNativeError INVALID_ARGUMENT; `signal.reason` when it is aborted already */
export function checkFileOptions(options: FileOptions | undefined): CheckedFileOptions {
  const checked = checkOptions(options)
  const { maxMemory, checkpoint, onRead } = options ?? {}
  if (maxMemory !== undefined && !(Number.isSafeInteger(maxMemory) && maxMemory > 0))
    throw invalid('a number of bytes', 'options.maxMemory', maxMemory)
  if (checkpoint !== undefined) checkPath(checkpoint, 'options.checkpoint')
  if (onRead !== undefined && typeof onRead !== 'function') throw invalid('a function', 'options.onRead', onRead)
  return { ...checked, maxMemory, checkpoint, onRead } as CheckedFileOptions
}

const defaultMemory = 2 ** 30

/**
 * The bytes that a call may still use beside what it needs in any case.
 * @throws CoreNativeError INVALID_ARGUMENT when that is too little
 */
export function memoryLeft(maxMemory: number | undefined, fixed: number, least: number): number {
  const limit = maxMemory ?? Math.max(defaultMemory, fixed + least)
  if (fixed + least > limit)
    throw invalid(`at least ${fixed + least} bytes, for the results and the least block,`, 'options.maxMemory', limit)
  return limit - fixed
}

/**
 * Whether a matrix on disk is read into memory whole, as the reference needs it: with its transposed copy it has to leave
 * room for the results.
 */
export function fitsInMemory(bytes: number, results: number, { maxMemory, device }: CheckedFileOptions): boolean {
  return device === 'reference' || 2.1 * bytes + results <= (maxMemory ?? defaultMemory) / 2
}
