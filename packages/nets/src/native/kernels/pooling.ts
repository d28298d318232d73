import * as tf from '@tensorflow/tfjs'
import type { NativeKernels, Run } from '../kernel.js'
import { sizeOf } from '../layout.js'

type Info = tf.backend_util.Conv2DInfo
interface Attributes {
  readonly filterSize: [number, number] | number
  readonly strides: [number, number] | number
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

function infoOf(x: tf.TensorInfo, { filterSize, strides, pad, dimRoundingMode }: Attributes): Info {
  const shape = x.shape as [number, number, number, number]
  return tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode)
}

function block(c: Info): Int32Array {
  return Int32Array.of(
    ...[c.batchSize, c.inHeight, c.inWidth, c.inChannels, c.outHeight, c.outWidth, c.filterHeight, c.filterWidth],
    ...[c.strideHeight, c.strideWidth, c.padInfo.top, c.padInfo.left, c.dilationHeight, c.dilationWidth],
  )
}

const pool =
  (kind: 'maxPool' | 'avgPool') =>
  ({ inputs, backend, attrs }: Run<Attributes>) => {
    const x = backend.floats(inputs['x'])
    if (!x || inputs['x']!.shape.length !== 4) return
    const info = infoOf(inputs['x']!, attrs)
    const isIdentity = info.filterHeight * info.filterWidth === 1 && tf.util.arraysEqual(info.inShape, info.outShape)
    if (isIdentity || sizeOf(info.outShape) === 0) return
    const y = backend.pool.take(sizeOf(info.outShape))
    backend.addon[kind](x, y, block(info))
    return backend.owning(info.outShape, y)
  }

function maxPoolGrad({ inputs, backend, attrs }: Run<Attributes>) {
  const [dy, x] = [backend.floats(inputs['dy']), backend.floats(inputs['input'])]
  if (!dy || !x || dy.length === 0) return
  const info = infoOf(inputs['input']!, attrs)
  if (!tf.util.arraysEqual(inputs['dy']!.shape, info.outShape)) return
  const dx = backend.pool.take(x.length)
  backend.addon.maxPoolGrad(dy, x, dx, block(info))
  return backend.owning(info.inShape, dx)
}

function avgPoolGrad({ inputs, backend, attrs }: Run<Attributes>) {
  const dy = backend.floats(inputs['dy'])
  if (!dy || dy.length === 0) return
  const info = infoOf(inputs['input']!, attrs)
  if (!tf.util.arraysEqual(inputs['dy']!.shape, info.outShape)) return
  const dx = backend.pool.take(sizeOf(info.inShape))
  backend.addon.avgPoolGrad(dy, dx, block(info))
  return backend.owning(info.inShape, dx)
}

export const pooling: NativeKernels = {
  MaxPool: pool('maxPool'),
  AvgPool: pool('avgPool'),
  MaxPoolGrad: maxPoolGrad,
  AvgPoolGrad: avgPoolGrad,
}
