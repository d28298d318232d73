import * as tf from '@tensorflow/tfjs'

/**
 * Gradients of tf.where and tf.clipByValue whose masks are numbers: the logical ops in those of TensorFlow.js have no
 * gradient, so that a second differentiation throws wherever the condition depends on the input.
 */
export function maskGradients(): tf.GradConfig[] {
  return [
    {
      kernelName: tf.Select,
      inputsToSave: ['condition'],
      gradFunc: (dy, saved) => {
        const condition = saved[0]!
        const mask = () => tf.cast(condition, 'float32')
        return {
          condition: () => tf.zeros(condition.shape, 'float32'),
          t: () => tf.mul(dy as tf.Tensor, mask()),
          e: () => tf.mul(dy as tf.Tensor, tf.sub(1, mask())),
        }
      },
    },
    {
      kernelName: tf.ClipByValue,
      inputsToSave: ['x'],
      gradFunc: (dy, saved, attrs) => {
        const { clipValueMin, clipValueMax } = attrs as { clipValueMin: number; clipValueMax: number }
        const above = () => tf.cast(tf.greaterEqual(saved[0]!, clipValueMin), 'float32')
        const below = () => tf.cast(tf.lessEqual(saved[0]!, clipValueMax), 'float32')
        return { x: () => tf.mul(dy as tf.Tensor, tf.mul(above(), below())) }
      },
    },
  ]
}
