import * as tf from '@tensorflow/tfjs'
import { reluInPlace } from './gradients/relu-gradient.js'

/** What follows a `dense` layer. */
export interface DenseOptions {
  /** One value per unit or channel. */
  readonly bias?: tf.Tensor
  readonly relu?: boolean
}

/** What follows a `convolve`, and how it goes over the image. */
export interface ConvolveOptions extends DenseOptions {
  /** Default 1. */
  readonly strides?: number | [number, number]
  /** Default 'valid'. */
  readonly pad?: 'valid' | 'same' | tf.backend_util.ExplicitPadding
}

/**
 * Convolution, bias and ReLU that keep one array of the output's size, in training too: tf.conv2d, add and relu (and
 * tf.fused.conv2d, once a gradient is asked for) keep three. Gradients of both orders as those have them.
 * @param x batch x height x width x channels
 * @param filter height x width x in x out
 */
export function convolve(x: tf.Tensor4D, filter: tf.Tensor4D, options: ConvolveOptions = {}): tf.Tensor4D {
  const { strides = 1, pad = 'valid', ...after } = options
  const attrs = { strides, pad, dataFormat: 'NHWC', dilations: [1, 1] }
  return fused(tf.FusedConv2D, { x, filter }, attrs, after) as tf.Tensor4D
}

/**
 * x w + bias, and its ReLU, in one array, in training too.
 * @param x batch x in
 * @param w in x out
 */
export function dense(x: tf.Tensor2D, w: tf.Tensor2D, options: DenseOptions = {}): tf.Tensor2D {
  return tf.tidy(() => {
    // Backends take products in batches only.
    const [a, b] = [x.reshape([1, ...x.shape]), w.reshape([1, ...w.shape])]
    const y = fused(tf._FusedMatMul, { a, b }, { transposeA: false, transposeB: false }, options)
    return y.reshape<tf.Tensor2D>([x.shape[0], w.shape[1]])
  })
}

function fused(
  kernel: string,
  inputs: tf.NamedTensorMap,
  attrs: Readonly<Record<string, unknown>>,
  { bias, relu = false }: DenseOptions,
): tf.Tensor {
  // Under a gradient the ReLU is a step of its own on the tape, so that its gradient is freed like any other.
  const isTraining = tf.engine().state.gradientDepth > 0
  const run = (activation: string) =>
    tf.engine().runKernel(kernel, { ...inputs, ...(bias && { bias }) }, { ...attrs, activation } as tf.NamedAttrMap)
  if (!relu || !isTraining) return run(relu ? 'relu' : 'linear') as tf.Tensor
  return tf.tidy(() => reluInPlace(run('linear') as tf.Tensor))
}
