import { CoreNativeError, fileErrorCodes } from './errors.js'
import { loadAddon, simdLevel, type NativeAddon, type NativeJob } from './native.js'
import { onAbort } from './on-abort.js'
import type { CheckedOptions } from './options.js'

/** A kernel's ways to run. Both write into arrays that `args` and the closure share. */
export interface Kernel {
  readonly name: string
  /** What the native function reads, beside `threads` and `level`, which are added. */
  readonly args: object
  /** The specification: naive float64, yielding to the event loop through `pace`. */
  readonly reference: (pace: Pace) => Promise<void>
}

/** Called often by a reference with the fraction done: reports progress, yields, and throws once aborted. */
export type Pace = (fraction: number) => Promise<void> | void

const progressEvery = 50
let warned = false

/**
 * Runs a kernel on the device of the options. Validation and allocation are done before; this is the one place for
 * choice of device, cancelling, progress and the caller's stack on native errors.
 * @throws CoreNativeError DEVICE_UNAVAILABLE, SIMD_UNAVAILABLE, OUT_OF_MEMORY, INTERNAL, the FILE_ codes; `signal.reason`
 *   once aborted; what `onProgress` throws, which ends the work
 */
export async function runKernel(kernel: Kernel, options: CheckedOptions): Promise<void> {
  const device = chooseDevice(options.device)
  const progress = monotone(options.onProgress)
  if (device === 'reference') await kernel.reference(makePace(options.signal, progress))
  else await runNative(kernel, device, options, progress)
  progress(1)
}

function chooseDevice(device: string): 'reference' | NativeAddon {
  if (device === 'reference') return device
  if (device === 'cuda')
    throw new CoreNativeError(
      'DEVICE_UNAVAILABLE',
      'Expected an available device for options.device but received cuda: this build has no CUDA kernels',
    )
  const { addon, problems } = loadAddon()
  if (addon) return addon
  if (device === 'cpu')
    throw new CoreNativeError(
      'DEVICE_UNAVAILABLE',
      `Expected an available device for options.device but received cpu: the native addon did not load (${problems.join('; ')})`,
    )
  if (!warned)
    process.emitWarning(`the native addon did not load, so the slow reference runs (${problems.join('; ')})`, {
      code: 'LIKENESS_REFERENCE',
    })
  warned = true
  return 'reference'
}

async function runNative(kernel: Kernel, addon: NativeAddon, options: CheckedOptions, progress: (f: number) => void) {
  const caller = new Error()
  Error.captureStackTrace(caller, runNative)
  let job: NativeJob | undefined
  // First, for it runs the caller's code where the signal is not Node's: what that throws must leave no job behind.
  const off = options.signal && onAbort(options.signal, () => job?.cancel())
  try {
    job = start(addon, kernel, options, caller)
    await settled(job, kernel, options, progress, caller)
  } finally {
    off?.()
  }
}

async function settled(
  job: NativeJob,
  kernel: Kernel,
  options: CheckedOptions,
  progress: (f: number) => void,
  caller: Error,
) {
  let thrown: { error: unknown } | undefined
  const tick = () => {
    try {
      if (!thrown) progress(job.progress())
    } catch (error) {
      thrown = { error }
      job.cancel()
    }
  }
  const timer = options.onProgress && setInterval(tick, progressEvery)
  try {
    await job.promise
  } catch (error) {
    if ((error as { code?: string }).code !== 'CANCELLED') throw withCaller(error, kernel.name, caller)
    if (!thrown) throw options.signal?.reason
  } finally {
    clearInterval(timer)
  }
  if (thrown) throw thrown.error
}

function start(addon: NativeAddon, kernel: Kernel, options: CheckedOptions, caller: Error): NativeJob {
  const level = simdLevel(addon).index
  const native = addon[kernel.name]
  if (typeof native !== 'function')
    throw new CoreNativeError(
      'DEVICE_UNAVAILABLE',
      `the native addon has no kernel ${kernel.name}: rebuild it with npm run build`,
    )
  try {
    return native({ ...kernel.args, threads: options.threads, level })
  } catch (error) {
    throw withCaller(error, kernel.name, caller)
  }
}

function withCaller(error: unknown, kernel: string, caller: Error): CoreNativeError {
  const { code, message } = error as { code?: string; message?: string }
  const fileCode = fileErrorCodes.find((known) => known === code)
  const wrapped = fileCode
    ? new CoreNativeError(fileCode, String(message), { cause: error })
    : new CoreNativeError(code === 'OUT_OF_MEMORY' ? code : 'INTERNAL', `${kernel}: ${message}`, { cause: error })
  wrapped.stack = `${wrapped.name}: ${wrapped.message}\n${caller.stack?.split('\n').slice(1).join('\n')}`
  return wrapped
}

function monotone(report?: (fraction: number) => void): (fraction: number) => void {
  let last = -1
  return (fraction) => {
    if (fraction <= last) return
    last = fraction
    report?.(fraction)
  }
}

function makePace(signal: AbortSignal | undefined, progress: (fraction: number) => void): Pace {
  let yielded = performance.now()
  return (fraction) => {
    if (performance.now() - yielded < 10) return
    return new Promise<void>((resolve, reject) =>
      setImmediate(() => {
        yielded = performance.now()
        try {
          signal?.throwIfAborted()
          progress(Math.min(fraction, 1))
          resolve()
        } catch (error) {
          reject(error)
        }
      }),
    )
  }
}
