import * as tf from '@tensorflow/tfjs'

/** Gradient of EluGrad, dx = dy * (y >= 0 ? 1 : y + 1), which TensorFlow.js lacks. At the kink it is the right side's, 0. */
export function eluGradGradient(): tf.GradConfig {
  return {
    kernelName: tf.EluGrad,
    inputsToSave: ['dy', 'y'],
    gradFunc: (ddx, saved) => {
      const [dy, y] = saved as [tf.Tensor, tf.Tensor]
      return {
        dy: () => tf.engine().runKernel(tf.EluGrad, { dy: ddx as tf.Tensor, y }) as tf.Tensor,
        y: () => tf.mul(tf.mul(ddx as tf.Tensor, dy), tf.step(tf.neg(y))),
      }
    },
  }
}
