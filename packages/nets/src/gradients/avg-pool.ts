import * as tf from '@tensorflow/tfjs'
import { undefinedGradient } from './undefined.js'
import { poolWindows, type PoolAttrs, type Shape4, type Windows } from './pool-info.js'

/**
 * The transpose of tf.avgPool, which is linear: dy spread over its windows, each divided by its number of pixels. (The
 * kernel AvgPoolGrad of cpu and wasm divides by the size of the filter, which is wrong where a window hangs over the edge.)
 * Its own gradient is tf.avgPool again.
 */
function avgPoolTranspose(dy: tf.Tensor4D, shape: Shape4, attrs: PoolAttrs): tf.Tensor4D {
  const { filterSize, strides, pad, dimRoundingMode } = attrs
  return tf.customGrad((d) => ({
    value: spread(d as tf.Tensor4D, shape, attrs),
    gradFunc: (ddx) => tf.avgPool(ddx as tf.Tensor4D, filterSize, strides, pad, dimRoundingMode),
  }))(dy) as tf.Tensor4D
}

function spread(dy: tf.Tensor4D, shape: Shape4, attrs: PoolAttrs): tf.Tensor4D {
  const [rows, columns] = poolWindows(shape, attrs)
  const [height, width] = [covered(rows), covered(columns)]
  const weighted = isInside(rows) && isInside(columns) ? dy : tf.mul(dy, edgeWeights(rows, columns))
  const { filterSize, strides } = attrs
  const dx = tf
    .engine()
    .runKernel(
      tf.AvgPoolGrad,
      { dy: weighted, input: tf.zeros([shape[0], height, width, shape[3]]) },
      { filterSize, strides, pad: 'valid' },
    ) as tf.Tensor4D
  if (rows.before === 0 && height === shape[1] && columns.before === 0 && width === shape[2]) return dx
  return tf.slice(dx, [0, rows.before, columns.before, 0], shape)
}

/** Pixels from the first of the padding to the last of the image, or of the padding that windows reach. */
const covered = ({ length, before, after }: Windows) => before + length + Math.max(0, after)

const isInside = ({ before, after }: Windows) => before === 0 && after <= 0

/** Size of the filter over the number of pixels of each window, 1 x rows x columns x 1. */
function edgeWeights(rows: Windows, columns: Windows): tf.Tensor4D {
  const [down, across] = [pixels(rows), pixels(columns)]
  const size = rows.size * columns.size
  const weights = down.flatMap((r) => across.map((c) => (r * c > 0 ? size / (r * c) : 0)))
  return tf.tensor4d(weights, [1, rows.count, columns.count, 1])
}

function pixels({ length, count, size, stride, before }: Windows): number[] {
  return Array.from({ length: count }, (_, k) => {
    const start = k * stride - before
    return Math.max(0, Math.min(length, start + size) - Math.max(0, start))
  })
}

/**
 * Of explicit padding per side, TensorFlow.js (and its test suite) divides the gradient by the size of the filter and the
 * value by the pixels in it. This keeps the first gradient that it defines, and nothing can be right of a second one.
 */
function explicitlyPadded(dy: tf.Tensor, input: tf.Tensor, { filterSize, strides, pad }: PoolAttrs): tf.Tensor {
  return tf.customGrad((d) => ({
    value: tf
      .engine()
      .runKernel(tf.AvgPoolGrad, { dy: d as tf.Tensor, input }, { filterSize, strides, pad }) as tf.Tensor,
    gradFunc: () => undefinedGradient('avgPool with explicit padding'),
  }))(dy)
}

/** The gradient of tf.avgPool. */
export function avgPoolGradient(): tf.GradConfig {
  return {
    kernelName: tf.AvgPool,
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attrs) => {
      const [x, pooling] = [saved[0] as tf.Tensor4D, attrs as unknown as PoolAttrs]
      const padded = Array.isArray(pooling.pad) && pooling.pad.flat().some((side) => side !== 0)
      if (padded) return { x: () => explicitlyPadded(dy as tf.Tensor, x, pooling) }
      return { x: () => avgPoolTranspose(dy as tf.Tensor4D, x.shape, pooling) }
    },
  }
}
