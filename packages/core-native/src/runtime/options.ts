import { availableParallelism } from 'node:os'
import { invalid } from './errors.js'

/** Where a kernel runs. `auto` takes the first of cuda, cpu, reference that works here. */
export type Device = 'auto' | 'cpu' | 'cuda' | 'reference'

/** Options that every kernel takes. None of them changes a bit of the result, except `device: 'reference'`. */
export interface ComputeOptions {
  /** `auto` falls back (to `reference` with one process warning); a named device that is absent rejects. */
  readonly device?: Device
  /** Threads of the CPU device, 1 to 1024. Default: the available parallelism. */
  readonly threads?: number
  /** Aborting stops the work within some milliseconds; the promise rejects with `signal.reason`. */
  readonly signal?: AbortSignal
  /** Receives the fraction done: 0 to 1, never falling, at most some twenty times a second, and 1 at the end. */
  readonly onProgress?: (fraction: number) => void
}

const devices: readonly unknown[] = ['auto', 'cpu', 'cuda', 'reference']

/** Options that were checked, with the defaults filled in. */
export type CheckedOptions = ComputeOptions & Required<Pick<ComputeOptions, 'device' | 'threads'>>

/**
 * Checks the options and fills in the defaults; before anything is allocated.
 * @throws CoreNativeError INVALID_ARGUMENT; `signal.reason` when it is aborted already
 */
export function checkOptions(options: ComputeOptions | undefined): CheckedOptions {
  if (options !== undefined && (typeof options !== 'object' || options === null))
    throw invalid('an object', 'options', options)
  const { device = 'auto', threads = Math.min(availableParallelism(), 1024), signal, onProgress } = options ?? {}
  if (!devices.includes(device)) throw invalid(`one of ${devices.join(', ')}`, 'options.device', device)
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024)
    throw invalid('an integer from 1 to 1024', 'options.threads', threads)
  if (signal !== undefined && !isSignal(signal)) throw invalid('an AbortSignal', 'options.signal', signal)
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw invalid('a function', 'options.onProgress', onProgress)
  signal?.throwIfAborted()
  return { device, threads, signal, onProgress }
}

// Of another realm too, so not by instanceof.
const isSignal = (signal: AbortSignal | null) =>
  typeof signal?.throwIfAborted === 'function' && typeof signal.addEventListener === 'function'
