import util from 'node:util'
import * as tf from '@tensorflow/tfjs'
import { installGradients } from './gradients/install.js'
import { registerMaxPoolKernels } from './max-pool-kernels.js'
import { NetsError } from './nets-error.js'
import { registerWasmConvGradients } from './wasm-conv-gradients.js'
import { registerWasmDepthwiseGradients } from './wasm-depthwise-gradients.js'
import { registerWasmRoundedPools } from './wasm-rounded-pools.js'
import { registerWasmSegmentSum } from './wasm-segment-sum.js'

/** TensorFlow.js backends by our names. `auto`: the first of gpu, wasm, cpu that works here. */
export type BackendName = 'auto' | 'gpu' | 'wasm' | 'cpu'

/** Which backend runs, and one readable line for each better one that does not. */
export interface Backend {
  readonly name: Exclude<BackendName, 'auto'>
  readonly problems: readonly string[]
}

const order = ['gpu', 'wasm', 'cpu'] as const
let wasmReady = false

/**
 * Makes a backend the active one of this process (or worker), and gradients right to the second order on all of them.
 * @throws NetsError BACKEND_UNAVAILABLE when a named backend does not work here, with the reason; `auto` never throws it
 */
export async function useBackend(name: BackendName = 'auto'): Promise<Backend> {
  // Production mode: without it TensorFlow.js prints an advertisement on the first use of its cpu backend.
  tf.enableProdMode()
  installGradients()
  const problems: string[] = []
  for (const candidate of name === 'auto' ? order : order.filter((n) => n === name))
    try {
      await activate(candidate)
      return { name: candidate, problems }
    } catch (error) {
      problems.push(`${candidate}: ${String((error as Error).message).split('\n')[0]}`)
    }
  throw new NetsError(
    'BACKEND_UNAVAILABLE',
    problems.length
      ? `Expected a backend that works here for backend but received ${problems.join('; ')}`
      : `Expected one of auto, ${order.join(', ')} for backend but received ${name}`,
  )
}

async function activate(name: Backend['name']): Promise<void> {
  if (name === 'gpu') return activateGpu()
  if (name === 'wasm' && !wasmReady) {
    await import('@tensorflow/tfjs-backend-wasm')
    registerWasmConvGradients()
    registerWasmDepthwiseGradients()
    registerMaxPoolKernels('wasm')
    registerWasmRoundedPools()
    registerWasmSegmentSum()
    wasmReady = true
  }
  await set(name)
}

// setBackend that returns false leaves another backend active, silently.
async function set(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js could not initialise its backend ${name}`)
  await tf.ready()
  const [smoke] = tf.tidy(() => tf.add(tf.tensor1d([2]), 1).dataSync())
  if (smoke !== 3) throw new Error(`2 + 1 gave ${smoke} on the backend ${name}`)
}

// Present without its binary, or on a machine without a GPU, counts as absent. Node 23 dropped what it imports of util.
async function activateGpu(): Promise<void> {
  const legacy = util as unknown as Record<string, unknown>
  legacy['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
  legacy['isArray'] ??= Array.isArray
  const specifier = '@tensorflow/tfjs-node-gpu'
  await import(specifier)
  await set('tensorflow')
  if (!(tf.backend() as { isUsingGpuDevice?: boolean }).isUsingGpuDevice) throw new Error('it runs, but not on a GPU')
}
