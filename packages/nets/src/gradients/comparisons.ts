import * as tf from '@tensorflow/tfjs'

/** Kernels whose result is constant but for jumps, with their inputs; of these TensorFlow.js has GreaterEqual only. */
const kernels: Readonly<Record<string, readonly string[]>> = {
  [tf.Equal]: ['a', 'b'],
  [tf.NotEqual]: ['a', 'b'],
  [tf.Greater]: ['a', 'b'],
  [tf.GreaterEqual]: ['a', 'b'],
  [tf.Less]: ['a', 'b'],
  [tf.LessEqual]: ['a', 'b'],
}

/**
 * Comparisons have the derivative 0, as TensorFlow.js itself has it of step, sign and floor. Without it no mask can be
 * differentiated through: max, min, maximum, minimum, selu, relu6, prelu, leakyRelu and where all throw.
 */
export function comparisonGradients(): tf.GradConfig[] {
  return Object.entries(kernels).map(([kernelName, inputs]) => ({
    kernelName,
    inputsToSave: [...inputs],
    gradFunc: (_dy, saved) =>
      Object.fromEntries(inputs.map((name, k) => [name, () => tf.zeros(saved[k]!.shape, 'float32')])),
  }))
}
