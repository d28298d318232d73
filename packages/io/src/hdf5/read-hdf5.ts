import { Worker } from 'node:worker_threads'
import { formatError, quote } from '../format-error.js'
import type { Hdf5Answer, Hdf5Group, Hdf5Job } from './hdf5-tree.js'

/** What to read of an HDF5 file, and what it may cost. */
export interface Hdf5Options {
  readonly label: string
  readonly attributes: readonly string[]
  readonly top?: readonly string[] | undefined
  readonly maxExpansion: number
  readonly maxSeconds: number
}

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
const SLACK = 64 * 1024
// The smallest object takes a header of 16 bytes, messages of 24 and an entry in its group.
const OBJECT_BYTES = 64
const HEAP_MB = 1024

/**
 * Reads an HDF5 file by HDF5's own library (h5wasm) in a worker thread, which ends with the call: nothing that the library
 * prints, keeps or breaks on hostile bytes reaches the caller. The file system that the library sees is in memory.
 * @throws FormatError `INVALID_FORMAT` when the library refuses the file; `LIMIT_EXCEEDED` when contents or chunks declare
 *   more than `maxExpansion` times the file + 64 KiB, for more objects than the file has room for, and past `maxSeconds`
 */
export async function readHdf5(bytes: Uint8Array, options: Hdf5Options): Promise<Hdf5Group> {
  const { label, maxExpansion, attributes, top } = options
  if (signatureAt(bytes) < 0)
    throw formatError('INVALID_FORMAT', label, 'the signature of HDF5 at byte 0, 512 or a doubling of it', 'none')
  const maxBytes = maxExpansion * bytes.length + SLACK
  const maxObjects = Math.ceil(bytes.length / OBJECT_BYTES)
  const answer = await inWorker({ bytes: new Uint8Array(bytes), attributes, top, maxBytes, maxObjects }, options)
  if ('tree' in answer) return answer.tree
  throw formatError(
    answer.code,
    label,
    answer.expected,
    answer.code === 'INVALID_FORMAT' ? quote(answer.received) : answer.received,
  )
}

/** Where the superblock starts: behind a user block of 0, 512, 1024, … bytes; -1 when nowhere. */
export function signatureAt(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at = at === 0 ? 512 : 2 * at)
    if (SIGNATURE.every((byte, k) => bytes[at + k] === byte)) return at
  return -1
}

async function inWorker(job: Hdf5Job, { label, maxSeconds }: Hdf5Options): Promise<Hdf5Answer> {
  // Workers run what was compiled, also where this module runs from its source.
  const worker = new Worker(new URL('../../dist/hdf5/hdf5-worker.js', import.meta.url), {
    workerData: job,
    transferList: [job.bytes.buffer as ArrayBuffer],
    stdout: true,
    stderr: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  })
  worker.stdout.resume()
  worker.stderr.resume()
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<Hdf5Answer>((resolve, reject) => {
      const late = () =>
        reject(formatError('LIMIT_EXCEEDED', label, `an answer of HDF5 within ${maxSeconds} s (maxSeconds)`, 'none'))
      timer = setTimeout(late, 1000 * maxSeconds)
      worker.once('message', resolve)
      worker.once('error', (error) => reject(brokenWorker(error, label)))
      worker.once('exit', (code) => reject(brokenWorker(new Error(`the library ended the thread (${code})`), label)))
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}

function brokenWorker(error: Error, label: string) {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return formatError('LIMIT_EXCEEDED', label, `content of at most ${HEAP_MB} MiB of values`, 'more', error)
  // A fault of this installation, not of the bytes.
  if (code === 'ERR_MODULE_NOT_FOUND') return error
  return formatError('INVALID_FORMAT', label, 'an HDF5 file that can be read', quote(message), error)
}
