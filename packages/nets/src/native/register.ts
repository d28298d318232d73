import * as tf from '@tensorflow/tfjs'
import { loadNetsAddon } from './load-addon.js'
import { invalid } from '../nets-error.js'
import type { Run } from './kernel.js'
import { NativeBackend } from './native-backend.js'
import { kernels, own } from './kernels/index.js'

/** These give their input's own data another shape: no second reference to the array arises, and nothing is computed. */
const renaming = new Set(['Identity', 'Reshape', 'ExpandDims'])

let registered = false

/**
 * Registers the backend `native`: every kernel of the cpu backend under that name, and the native kernels over them.
 * LIKENESS_TRACE_FALLBACKS=1 prints each kernel that ran in JavaScript, with what it took.
 * @throws when the addon is absent or does not load
 */
export function registerNativeBackend(threads: number): void {
  const addon = loadNetsAddon()
  addon.setThreads(threads)
  if (registered) return
  tf.registerBackend('native', () => new NativeBackend(addon))
  for (const config of tf.getKernelsForBackend('cpu')) {
    const native = kernels[config.kernelName]
    const fallback = inJavaScript(config)
    const kernelFunc = native ? (run: Run) => native(run as Run<never>) ?? fallback(run) : fallback
    tf.registerKernel({ ...config, backendName: 'native', kernelFunc: kernelFunc as unknown as tf.KernelFunc })
  }
  for (const [kernelName, native] of Object.entries(own)) {
    const kernelFunc = (run: Run) => native(run as Run<never>) ?? refuse(kernelName, run)
    tf.registerKernel({ kernelName, backendName: 'native', kernelFunc: kernelFunc as unknown as tf.KernelFunc })
  }
  registered = true
}

/** There is no other way to compute what only this backend has. */
function refuse(kernel: string, { inputs }: Run): never {
  const types = Object.entries(inputs).map(([name, input]) => `${name} of ${input?.dtype ?? 'no type'}`)
  throw invalid('float32 tensors', kernel, types.join(', '))
}

/** The cpu backend's kernel: its inputs' arrays may live on in its output (slices do), so none is ever reused. */
function inJavaScript({ kernelName, kernelFunc }: tf.KernelConfig) {
  return (run: Run) => {
    const isRenaming = renaming.has(kernelName) || (kernelName === 'Cast' && keepsData(run))
    if (isRenaming) return kernelFunc(run as never)
    for (const input of Object.values(run.inputs).flat()) if (input) run.backend.pool.expose(input.dataId)
    const start = performance.now()
    const result = kernelFunc(run as never)
    const milliseconds = performance.now() - start
    run.backend.countFallback(kernelName, milliseconds)
    if (process.env['LIKENESS_TRACE_FALLBACKS']) trace(kernelName, run, milliseconds)
    return result
  }
}

/** A cast that loses nothing renames, except to complex numbers, whose real part is a second reference. */
function keepsData({ inputs, attrs }: Run): boolean {
  const { dtype } = attrs as { dtype: tf.DataType }
  const from = inputs['x']!.dtype
  return dtype !== 'complex64' && from !== 'complex64' && !tf.util.hasEncodingLoss(from, dtype)
}

function trace(kernel: string, { inputs }: Run, milliseconds: number): void {
  const shapes = Object.values(inputs)
    .flat()
    .map((input) => (input ? `${input.dtype}[${input.shape.join()}]` : 'none'))
  process.stderr.write(`likeness: fallback ${kernel}(${shapes.join(', ')}) ${milliseconds.toFixed(3)} ms\n`)
}
