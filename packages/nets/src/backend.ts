import { availableParallelism } from 'node:os'
import * as tf from '@tensorflow/tfjs'
import { activateTensorFlow } from './activate.js'
import { installGradients } from './gradients/install.js'
import { registerMaxPoolKernels } from './max-pool-kernels.js'
import { registerNativeBackend } from './native/register.js'
import { NetsError, invalid } from './nets-error.js'
import { activateTensorFlowGpu } from './tensorflow-gpu.js'
import { registerWasmConvGradients } from './wasm-conv-gradients.js'
import { registerWasmDepthwiseGradients } from './wasm-depthwise-gradients.js'
import { registerWasmRoundedPools } from './wasm-rounded-pools.js'
import { registerWasmSegmentSum } from './wasm-segment-sum.js'

/** Backends, best first; `auto` takes the first that works here. */
export type BackendName = 'auto' | 'tensorflow-gpu' | 'native' | 'wasm' | 'cpu'

/** Which backend runs, and one readable line for each better one that does not. */
export interface Backend {
  readonly name: Exclude<BackendName, 'auto'>
  readonly problems: readonly string[]
}

/** Options of `useBackend`. */
export interface BackendOptions {
  /** Threads of `native`; the other backends have their own ways. Default: all that the process may use. */
  readonly threads?: number
}

const order = ['tensorflow-gpu', 'native', 'wasm', 'cpu'] as const
let wasmReady = false

/**
 * Makes a backend the active one of this process (or worker), and gradients right to the second order on all of them.
 * Kernels are synchronous on each: long work belongs into a worker.
 * @throws NetsError BACKEND_UNAVAILABLE when a named backend does not work here, with the reason, and leaves the one that
 * was active; `auto` never throws it. INVALID_ARGUMENT for threads
 */
export async function useBackend(name: BackendName = 'auto', options: BackendOptions = {}): Promise<Backend> {
  const { threads = availableParallelism() } = options
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024)
    throw invalid('an integer from 1 to 1024', 'threads', threads)
  // Production mode: without it TensorFlow.js prints an advertisement on the first use of its cpu backend.
  tf.enableProdMode()
  const before = tf.engine().backendName
  installGradients()
  const problems: string[] = []
  for (const candidate of name === 'auto' ? order : order.filter((n) => n === name))
    try {
      await activate(candidate, threads)
      return { name: candidate, problems }
    } catch (error) {
      problems.push(`${candidate}: ${String((error as Error).message).split('\n')[0]}`)
    }
  if (before && tf.engine().backendName !== before) await tf.setBackend(before)
  throw new NetsError(
    'BACKEND_UNAVAILABLE',
    problems.length
      ? `Expected a backend that works here for backend but received ${problems.join('; ')}`
      : `Expected one of auto, ${order.join(', ')} for backend but received ${name}`,
  )
}

async function activate(name: Backend['name'], threads: number): Promise<void> {
  if (name === 'tensorflow-gpu') return activateTensorFlowGpu()
  if (name === 'native') registerNativeBackend(threads)
  if (name === 'wasm' && !wasmReady) {
    await import('@tensorflow/tfjs-backend-wasm')
    registerWasmConvGradients()
    registerWasmDepthwiseGradients()
    registerMaxPoolKernels('wasm')
    registerWasmRoundedPools()
    registerWasmSegmentSum()
    wasmReady = true
  }
  await activateTensorFlow(name)
}
