import { constants } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { CoreNativeError } from '../runtime/errors.js'
import type { FileMatrix } from './file-matrix.js'

/** What says whether a file is still the one that was opened. */
export type FileState = Pick<FileMatrix, 'bytes' | 'modified'>

interface OpenFile {
  readonly handle: FileHandle
  readonly state: FileState
}

// Absent on Windows, which has no pipes in its file system either.
const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

type OtherKind = 'INVALID_FILE' | 'FILE_CHANGED'

/**
 * Opens a regular file; the caller closes it. Never waits for the writer of a pipe.
 * @param otherKind the code of the error for a folder, pipe or device
 * @throws CoreNativeError FILE_NOT_FOUND, FILE_UNREADABLE, `otherKind`
 */
export async function openRegular(path: string, otherKind: OtherKind): Promise<OpenFile> {
  // Looked at before: opening can already move a device.
  await stateOf(path, otherKind)
  const handle = await open(path, flags).catch((error: unknown) => Promise.reject(unreadable(path, error)))
  try {
    return { handle, state: await stateOf(path, otherKind, handle) }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Size and time of change of what lies at the path, or of what a handle has open. Throws as `openRegular` does. */
export async function stateOf(path: string, otherKind: OtherKind, handle?: FileHandle): Promise<FileState> {
  const options = { bigint: true } as const
  const stats = await (handle ? handle.stat(options) : stat(path, options)).catch((error: unknown) =>
    Promise.reject(unreadable(path, error)),
  )
  if (!stats.isFile())
    throw new CoreNativeError(
      otherKind,
      `Expected a regular file for ${path} but received ${stats.isDirectory() ? 'a folder' : 'a pipe, socket or device'}`,
    )
  return { bytes: Number(stats.size), modified: String(stats.mtimeNs) }
}

/** @throws CoreNativeError FILE_CHANGED unless the file is as it was when it was opened */
export function requireUnchanged(file: FileMatrix, now: FileState): void {
  if (file.bytes === now.bytes && file.modified === now.modified) return
  throw new CoreNativeError(
    'FILE_CHANGED',
    `Expected ${describe(file)} for ${file.path} as when it was opened but received ${describe(now)}`,
  )
}

/**
 * Reads from byte `at` on until `into` is full or the file ends.
 * @returns the bytes read
 * @throws CoreNativeError FILE_UNREADABLE
 */
export async function readUpTo(handle: FileHandle, into: Uint8Array, at: number, path: string): Promise<number> {
  let done = 0
  while (done < into.length) {
    const { bytesRead } = await handle
      .read(into, done, into.length - done, at + done)
      .catch((error: unknown) => Promise.reject(unreadable(path, error)))
    if (bytesRead === 0) break
    done += bytesRead
  }
  return done
}

function describe({ bytes, modified }: FileState): string {
  return `${bytes} bytes, changed at ${modified} ns`
}

function unreadable(path: string, cause: unknown): CoreNativeError {
  const { code, message } = cause as { code?: string; message?: string }
  const missing = code === 'ENOENT' || code === 'ENOTDIR'
  return new CoreNativeError(
    missing ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE',
    `Expected a readable file for ${path} but received ${code ?? message}`,
    { cause },
  )
}
