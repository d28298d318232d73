import * as tf from '@tensorflow/tfjs'

export type Shape4 = [number, number, number, number]

/** What tf.maxPool and tf.avgPool give to their kernels. */
export interface PoolAttrs {
  readonly filterSize: [number, number] | number
  readonly strides: [number, number] | number
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

/** Where the windows of a pooling lie on one axis, in pixels. */
export interface Windows {
  readonly length: number
  readonly count: number
  readonly size: number
  readonly stride: number
  /** Padding before the first pixel, and after the last one as far as the last window reaches (negative: it ends before). */
  readonly before: number
  readonly after: number
}

/** Windows over rows and columns of an NHWC tensor. */
export function poolWindows(shape: readonly number[], attrs: PoolAttrs): [Windows, Windows] {
  const { filterSize, strides, pad, dimRoundingMode } = attrs
  const info = tf.backend_util.computePool2DInfo(shape as Shape4, filterSize, strides, 1, pad, dimRoundingMode)
  const along = (length: number, count: number, size: number, stride: number, before: number) => {
    return { length, count, size, stride, before, after: (count - 1) * stride + size - before - length }
  }
  return [
    along(info.inHeight, info.outHeight, info.filterHeight, info.strideHeight, info.padInfo.top),
    along(info.inWidth, info.outWidth, info.filterWidth, info.strideWidth, info.padInfo.left),
  ]
}

/** The padding with which the windows of a rounding mode fit without one. */
export function exactPadding(shape: readonly number[], attrs: PoolAttrs): PoolAttrs['pad'] {
  if (!attrs.dimRoundingMode) return attrs.pad
  const [rows, columns] = poolWindows(shape, attrs)
  return [
    [0, 0],
    [rows.before, Math.max(0, rows.after)],
    [columns.before, Math.max(0, columns.after)],
    [0, 0],
  ]
}
