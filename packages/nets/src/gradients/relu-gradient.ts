import * as tf from '@tensorflow/tfjs'

/** TensorFlow's name of dy * step(y), in one pass; of our backends `native` has it. */
const ReluGrad = 'ReluGrad'
/** A ReLU that may take its input's place; of our backends `native` has it. */
const ReluInPlace = 'ReluInPlace'

const isThere = (kernel: string) => tf.getKernel(kernel, tf.engine().backendName) !== undefined

/**
 * The ReLU of a tensor that nobody reads after it: where the backend can, it takes the place of its input.
 * @internal
 */
export function reluInPlace<T extends tf.Tensor>(x: T): T {
  return isThere(ReluInPlace) ? (tf.engine().runKernel(ReluInPlace, { x }) as T) : tf.relu(x)
}

/** `dy` where the input of a ReLU (or its output) `y` is above 0, NaN where that is NaN, else 0. */
function reluGradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return isThere(ReluGrad) ? tf.engine().runKernel(ReluGrad, { dy, y }) : tf.mul(dy, tf.step(y))
}

/** tf.relu's gradient by that kernel, and the gradient of the kernel itself: the step is flat. */
export function reluGradients(): tf.GradConfig[] {
  const ofRelu: tf.GradFunc = (dy, [y]) => ({ x: () => reluGradient(dy as tf.Tensor, y!) })
  return [
    { kernelName: tf.Relu, inputsToSave: ['x'], gradFunc: ofRelu },
    { kernelName: ReluInPlace, outputsToSave: [true], gradFunc: ofRelu },
    {
      kernelName: ReluGrad,
      inputsToSave: ['y'],
      gradFunc: (ddy, [y]) => ({
        dy: () => reluGradient(ddy as tf.Tensor, y!),
        y: () => tf.zerosLike(y!),
      }),
    },
  ]
}
