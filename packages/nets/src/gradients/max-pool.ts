import * as tf from '@tensorflow/tfjs'
import { exactPadding, type PoolAttrs } from './pool-info.js'

/**
 * Pooling by maximum is, for a given x, a choice of one pixel for each window: linear, and its own transpose is the
 * scatter to these pixels. Each of the two maps is here the gradient of the other, so that any order is right.
 */
interface Pooling {
  readonly x: tf.Tensor4D
  readonly y: tf.Tensor4D
  readonly attrs: PoolAttrs
}

/** Adds dy, one value for each window, to the pixel that is the window's maximum. Shape of x. */
function scatterToMaxima(dy: tf.Tensor, pooling: Pooling): tf.Tensor {
  const { x, y, attrs } = pooling
  return tf.customGrad((d) => ({
    value: tf
      .engine()
      .runKernel(tf.MaxPoolGrad, { dy: d as tf.Tensor, input: x, output: y }, { ...attrs }) as tf.Tensor,
    gradFunc: (ddx) => gatherMaxima(ddx, pooling),
  }))(dy)
}

/** For each window, the value that v has where x has the window's maximum. Shape of y; 0 where a window has none (NaN). */
function gatherMaxima(v: tf.Tensor, pooling: Pooling): tf.Tensor {
  return tf.customGrad((values) => {
    const at = maxima(pooling)
    const picked = tf.gather(
      tf.reshape(values as tf.Tensor, [-1]),
      tf.reshape(tf.maximum(at, tf.scalar(0, 'int32')), [-1]),
    )
    return {
      value: tf.mul(tf.reshape(picked, at.shape), tf.cast(tf.greaterEqual(at, 0), 'float32')),
      gradFunc: (dy) => scatterToMaxima(dy, pooling),
    }
  })(v)
}

/** Index into the flat x of each window's maximum, as in MaxPoolGrad. MaxPoolWithArgmax knows no rounding mode. */
function maxima({ x, attrs }: Pooling): tf.Tensor {
  const { filterSize, strides } = attrs
  const exact = { filterSize, strides, pad: exactPadding(x.shape, attrs), includeBatchInIndex: true }
  return (tf.engine().runKernel(tf.MaxPoolWithArgmax, { x }, exact) as tf.Tensor[])[1]!
}

/** The gradient of tf.maxPool; with the rounding mode, which the one of TensorFlow.js forgets. */
export function maxPoolGradient(): tf.GradConfig {
  return {
    kernelName: tf.MaxPool,
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [x, y] = saved as [tf.Tensor4D, tf.Tensor4D]
      return { x: () => scatterToMaxima(dy as tf.Tensor, { x, y, attrs: attrs as unknown as PoolAttrs }) }
    },
  }
}
