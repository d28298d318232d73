import * as tf from '@tensorflow/tfjs'
import type { NativeKernels, Run } from '../kernel.js'
import { sizeOf } from '../layout.js'

/** [outer, n, inner] around an axis. */
const around = (shape: readonly number[], axis: number): [number, number, number] => [
  sizeOf(shape.slice(0, axis)),
  shape[axis]!,
  sizeOf(shape.slice(axis + 1)),
]

/** The addon writes positions as floats, which are exact up to here. */
const mostPositions = 2 ** 24

const position =
  (largest: 0 | 1) =>
  ({ inputs, backend, attrs }: Run<{ axis: number | number[] }>): tf.TensorInfo | undefined => {
    const x = backend.floats(inputs['x'])
    if (!x || x.length === 0 || inputs['x']!.shape.length === 0) return
    const { shape } = inputs['x']!
    const [axis] = tf.util.parseAxisParam(attrs.axis, shape) as [number]
    if (shape[axis]! > mostPositions) return
    const out = shape.toSpliced(axis, 1)
    const found = backend.pool.take(sizeOf(out))
    backend.addon.position(largest, x, found, Int32Array.from(around(shape, axis)))
    const positions = Int32Array.from(found)
    backend.pool.give(found)
    return backend.makeTensorInfo(out, 'int32', positions)
  }

function cumsum({ inputs, backend, attrs }: Run<{ axis: number; exclusive: boolean; reverse: boolean }>) {
  const x = backend.floats(inputs['x'])
  const { shape } = inputs['x']!
  if (!x || x.length === 0 || attrs.axis < 0 || attrs.axis >= shape.length) return
  const sums = backend.pool.take(x.length)
  const block = Int32Array.from(around(shape, attrs.axis))
  backend.addon.runningSum(x, sums, block, Number(attrs.exclusive), Number(attrs.reverse))
  return backend.owning(shape, sums)
}

function gather({ inputs, backend, attrs }: Run<{ axis: number; batchDims?: number }>) {
  const x = backend.floats(inputs['x'])
  const indices = inputs['indices']!
  const positions = backend.data.get(indices.dataId).values
  if (!x || x.length === 0 || indices.dtype !== 'int32' || !(positions instanceof Int32Array)) return
  const [axis] = tf.util.parseAxisParam(attrs.axis, inputs['x']!.shape) as [number]
  const last = inputs['x']!.shape[axis]! - 1
  if (positions.length === 0 || positions.some((index) => index < 0 || index > last)) return
  const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
    tf.backend_util.segment_util.collectGatherOpShapeInfo(
      inputs['x'] as tf.Tensor,
      indices as tf.Tensor,
      axis,
      attrs.batchDims ?? 0,
    )
  const out = backend.pool.take(sizeOf(outputShape))
  const block = Int32Array.of(batchSize, outerSize, dimSize, sliceSize, positions.length / batchSize)
  backend.addon.gather(x, positions, out, block)
  return backend.owning(outputShape, out)
}

interface Hot {
  readonly dtype: tf.DataType
  readonly depth: number
  readonly onValue: number
  readonly offValue: number
}

/** Hardly more than filling: done here, in the pool's arrays. */
function oneHot({ inputs, backend, attrs }: Run<Hot>) {
  const { dtype, depth, onValue, offValue } = attrs
  const indices = inputs['indices']!
  const positions = backend.data.get(indices.dataId).values
  if (!(positions instanceof Int32Array) || positions.length === 0) return
  const isFloat = dtype === 'float32'
  if (!isFloat && (dtype !== 'int32' || !Number.isInteger(onValue) || !Number.isInteger(offValue))) return
  const size = positions.length * depth
  const hot = (isFloat ? backend.pool.take(size) : new Int32Array(size)).fill(offValue)
  for (const [k, index] of positions.entries()) if (index >= 0 && index < depth) hot[k * depth + index] = onValue
  const shape = [...indices.shape, depth]
  return hot instanceof Int32Array ? backend.makeTensorInfo(shape, 'int32', hot) : backend.owning(shape, hot)
}

export const selection: NativeKernels = {
  ArgMax: position(1),
  ArgMin: position(0),
  Cumsum: cumsum,
  GatherV2: gather,
  OneHot: oneHot,
}
