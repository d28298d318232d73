import { open, rename, rm } from 'node:fs/promises'
import { CoreNativeError } from '../runtime/errors.js'
import type { Float } from '../runtime/matrix.js'

/** What a checkpoint holds: arrays of the sizes that the call allocates, and small plain values. */
export interface CheckpointState {
  readonly arrays: readonly (Float | Int32Array)[]
  /** How far the work is; their number is fixed. */
  readonly values: readonly number[]
}

const magic = 'likeness-checkpoint-1'

/**
 * Writes a state to a temporary name beside `path` and renames it, so that a checkpoint is whole or not there.
 * @param identity what the state belongs to: another call's checkpoint is refused
 */
export async function saveCheckpoint(path: string, identity: object, state: CheckpointState): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    const file = await open(temporary, 'w')
    try {
      await writeAll(file, headerOf(identity, state))
      for (const array of [Float64Array.from(state.values), ...state.arrays]) await writeAll(file, bytesOf(array))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true })
    throw new CoreNativeError(
      'FILE_UNREADABLE',
      `Expected a writable file for options.checkpoint but received ${path} (${(cause as Error).message})`,
      { cause },
    )
  }
}

/**
 * Reads a state into the arrays that the call allocated.
 * @returns the values; undefined where there is no checkpoint
 * @throws CoreNativeError INVALID_FILE (another call's, or damaged), FILE_UNREADABLE
 */
export async function loadCheckpoint(
  path: string,
  identity: object,
  state: CheckpointState,
): Promise<readonly number[] | undefined> {
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    throw new CoreNativeError(
      'FILE_UNREADABLE',
      `Expected a readable file for options.checkpoint but received ${path} (${cause.message})`,
      { cause },
    )
  })
  if (!file) return undefined
  try {
    const expected = headerOf(identity, state)
    const header = Buffer.alloc(expected.length)
    const whole = await readAll(file, header)
    if (!header.subarray(0, magic.length).equals(Buffer.from(magic))) throw refused(path, 'another file')
    if (!header.equals(expected)) throw refused(path, whole ? 'that of another call' : 'a damaged one')
    const values = new Float64Array(state.values.length)
    for (const array of [values, ...state.arrays])
      if (!(await readAll(file, bytesOf(array)))) throw refused(path, 'a damaged one')
    if (await readAll(file, new Uint8Array(1))) throw refused(path, 'a damaged one')
    return [...values]
  } finally {
    await file.close()
  }
}

/** @throws never: a checkpoint that is not there any more is no error */
export async function removeCheckpoint(path: string): Promise<void> {
  await rm(path, { force: true })
}

function headerOf(identity: object, { arrays, values }: CheckpointState): Buffer {
  const sizes = arrays.map((array) => array.byteLength)
  return Buffer.from(`${magic} ${JSON.stringify({ identity, sizes, values: values.length })}\n`)
}

function refused(path: string, what: string): CoreNativeError {
  return new CoreNativeError(
    'INVALID_FILE',
    `Expected a checkpoint of this call for options.checkpoint but received ${what} (${path}): remove it to start anew`,
  )
}

function bytesOf(array: Float | Int32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

type Handle = Awaited<ReturnType<typeof open>>
const piece = 2 ** 26

async function writeAll(file: Handle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;)
    at += (await file.write(bytes, at, Math.min(piece, bytes.length - at))).bytesWritten
}

async function readAll(file: Handle, bytes: Uint8Array): Promise<boolean> {
  for (let at = 0; at < bytes.length;) {
    const { bytesRead } = await file.read(bytes, at, Math.min(piece, bytes.length - at))
    if (bytesRead === 0) return false
    at += bytesRead
  }
  return true
}
