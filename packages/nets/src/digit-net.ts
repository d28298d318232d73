import * as tf from '@tensorflow/tfjs'
import { convolution } from './graph/convolution.js'
import { dense } from './graph/dense.js'
import { channelsFirstCopy, relu, standardization } from './graph/elementwise.js'
import { graphNetwork } from './graph/graph-network.js'
import { maxPooling } from './graph/pooling.js'
import { stepList } from './graph/step-list.js'
import type { Network, Weights } from './network.js'

/** Shapes of the digit network's weights, in PyTorch's layout; 21,840 values. */
export const digitNetShapes = {
  'conv1.weight': [10, 1, 5, 5],
  'conv1.bias': [10],
  'conv2.weight': [20, 10, 5, 5],
  'conv2.bias': [20],
  'fc1.weight': [50, 320],
  'fc1.bias': [50],
  'fc2.weight': [10, 50],
  'fc2.bias': [10],
} as const

/** Mean and standard deviation of MNIST's training pixels (0..1), by which the digit network's input is normalised. */
export const digitNetInput = { mean: 0.1307, sd: 0.3081 } as const

/** Layers of the digit network: convolutions after the ReLU and before the pooling; fc1 after its ReLU; fc2 the logits. */
export const digitNetLayers = [
  { name: 'conv1', shape: [10, 24, 24] },
  { name: 'conv2', shape: [20, 8, 8] },
  { name: 'fc1', shape: [50] },
  { name: 'fc2', shape: [10] },
] as const

/** The name of one of the digit network's layers. */
export type DigitNetLayer = (typeof digitNetLayers)[number]['name']

/**
 * The digit network of Lake & Gureckis (Computational Cognitive Modeling, homework D): 28 x 28 pixels, two 5 x 5
 * convolutions with ReLU and 2 x 2 maximum pooling, two dense layers. Input: 784 pixels, 0..255.
 * @throws NetsError INVALID_WEIGHTS when names or shapes are not those of `digitNetShapes`, or a value is not finite
 */
export function digitNet(weights: Weights): Network {
  const list = stepList()
  const hidden = { hidden: true }
  list.add('standardized', standardization({ scale: 255, ...digitNetInput }), hidden)
  for (const [name, channels] of [
    ['conv1', 10],
    ['conv2', 20],
  ] as const) {
    // prettier-ignore
    list.add(`${name}_linear`, convolution({ channels, size: 5 }), { ...hidden, weightsName: name })
    const relued = list.add(`${name}_relu`, relu, hidden)
    list.add(name, channelsFirstCopy)
    list.add(`${name}_pool`, maxPooling({ size: 2, stride: 2 }), { ...hidden, from: [relued] })
  }
  list.add('fc1_linear', dense(50), { ...hidden, weightsName: 'fc1' })
  list.add('fc1', relu)
  list.add('fc2', dense(10))
  return graphNetwork({ name: 'digit-net', inputShape: [28, 28, 1], steps: list.steps }, weights)
}

/** The digit network on tensors; `weight` gives each weight in PyTorch's layout (a variable, when training). */
export function digitNetForward(
  pixels: tf.Tensor2D,
  weight: (name: keyof typeof digitNetShapes) => tf.Tensor,
): Record<DigitNetLayer, tf.Tensor2D> {
  const { mean, sd } = digitNetInput
  const input = pixels.div<tf.Tensor2D>(255).sub(mean).div<tf.Tensor2D>(sd).reshape<tf.Tensor4D>([-1, 28, 28, 1])
  const convolution = (x: tf.Tensor4D, name: 'conv1' | 'conv2') => {
    const filter = tf.transpose(weight(`${name}.weight`), [2, 3, 1, 0]) as tf.Tensor4D
    return tf
      .conv2d(x, filter, 1, 'valid')
      .add(weight(`${name}.bias`))
      .relu() as tf.Tensor4D
  }
  const dense = (x: tf.Tensor2D, name: 'fc1' | 'fc2') =>
    tf.matMul(x, weight(`${name}.weight`) as tf.Tensor2D, false, true).add<tf.Tensor2D>(weight(`${name}.bias`))
  const conv1 = convolution(input, 'conv1')
  const conv2 = convolution(tf.maxPool(conv1, 2, 2, 'valid'), 'conv2')
  const fc1 = dense(flat(tf.maxPool(conv2, 2, 2, 'valid')), 'fc1').relu() as tf.Tensor2D
  return { conv1: flat(conv1), conv2: flat(conv2), fc1, fc2: dense(fc1, 'fc2') }
}

/** Channels first, as the weights of fc1 and the published features have it. */
function flat(x: tf.Tensor4D): tf.Tensor2D {
  return tf.transpose(x, [0, 3, 1, 2]).reshape([x.shape[0], -1])
}
