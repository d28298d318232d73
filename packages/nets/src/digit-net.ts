import * as tf from '@tensorflow/tfjs'
import { convolution } from './graph/convolution.js'
import { channelsFirst, dense, flat } from './graph/dense.js'
import { channelsFirstCopy, relu, standardization } from './graph/elementwise.js'
import { graphNetwork } from './graph/graph-network.js'
import { maxPooling } from './graph/pooling.js'
import { stepList } from './graph/step-list.js'
import type { Network, Weights } from './network.js'
import { convolve, dense as connect } from './ops.js'

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

/** Its logits (fc2) on tensors, for training; `weight` gives each weight in PyTorch's layout (a variable, say). */
export function digitNetLogits(
  pixels: tf.Tensor2D,
  weight: (name: keyof typeof digitNetShapes) => tf.Tensor,
): tf.Tensor2D {
  const { mean, sd } = digitNetInput
  const input = pixels.div<tf.Tensor2D>(255).sub(mean).div<tf.Tensor2D>(sd).reshape<tf.Tensor4D>([-1, 28, 28, 1])
  const pooled = (x: tf.Tensor4D, name: 'conv1' | 'conv2') => {
    const filter = tf.transpose(weight(`${name}.weight`), [2, 3, 1, 0]) as tf.Tensor4D
    return tf.maxPool(convolve(x, filter, { bias: weight(`${name}.bias`), relu: true }), 2, 2, 'valid')
  }
  const connected = (x: tf.Tensor2D, name: 'fc1' | 'fc2', relu: boolean) =>
    connect(x, tf.transpose(weight(`${name}.weight`)) as tf.Tensor2D, { bias: weight(`${name}.bias`), relu })
  const features = pooled(pooled(input, 'conv1'), 'conv2')
  return connected(connected(flat(channelsFirst(features)), 'fc1', true), 'fc2', false)
}
