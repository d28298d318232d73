import type * as tf from '@tensorflow/tfjs'
import type { NativeKernels, Run } from '../kernel.js'
import { binary } from './elementwise.js'

/** Where a result goes that may take the place of `x`: there, if nothing else refers to it. */
function inPlaceOf(x: tf.TensorInfo, { backend }: Run<never>, compute: (into: Float32Array) => void): tf.TensorInfo {
  const own = backend.exclusive(x)
  const into = own ?? backend.pool.take(x.shape.reduce((product, side) => product * side, 1))
  compute(into)
  if (!own) return backend.owning(x.shape, into)
  backend.incRef(x.dataId)
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype }
}

/** p a + q b for two tensors of one shape, in place of a. */
function weightedSum(run: Run<{ p: number; q: number }>): tf.TensorInfo | undefined {
  const { inputs, backend, attrs } = run
  const [a, b] = [backend.floats(inputs['a']), backend.floats(inputs['b'])]
  if (!a || !b) return
  return inPlaceOf(inputs['a']!, run as Run<never>, (into) => backend.addon.weightedSum(attrs.p, a, attrs.q, b, into))
}

function reluInPlace(run: Run): tf.TensorInfo | undefined {
  const x = run.backend.floats(run.inputs['x'])
  return x
    ? inPlaceOf(run.inputs['x']!, run as Run<never>, (y) => run.backend.addon.unary('Relu', x, y, 0, 0))
    : undefined
}

/** Kernels that the cpu backend does not have; what is asked of them is what they compute. */
export const own: NativeKernels = {
  ReluGrad: (run: Run) => binary('ReluGrad', ['dy', 'y'], run),
  ReluInPlace: reluInPlace,
  WeightedSum: weightedSum,
}
