import * as tf from '@tensorflow/tfjs'
import { normals, type Differentiated, type Made } from './differences.js'

const weights = (shape: number[], seed: number): Made => {
  const fanIn = shape.slice(0, -1).reduce((a, b) => a * b, 1)
  return { shape, values: normals(shape, seed).map((v) => v / Math.sqrt(fanIn)) }
}
const constant = (shape: number[], value: number): Made => ({
  shape,
  values: new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(value),
})
const pixels = () => tf.tensor4d(Float32Array.from(normals([1, 4, 4, 2], 71)), [1, 4, 4, 2])
const conv = (x: tf.Tensor, w: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same')

type Net = (x: tf.Tensor, weights: tf.Tensor[]) => tf.Tensor

/** Class scores by two blocks of convolution, ReLU and maximum pooling, and a dense layer. */
const vgg: Net = (x, [w1, w2, w3]) => {
  const one = tf.maxPool(tf.relu(conv(x, w1!)) as tf.Tensor4D, 2, 2, 'valid')
  const two = tf.maxPool(tf.relu(conv(one, w2!)) as tf.Tensor4D, 2, 2, 'valid')
  return tf.matMul(tf.reshape(two, [1, -1]), w3!)
}

/** Class scores by a residual block with batch normalisation, and average pooling. */
const resnet: Net = (x, [w1, w2, scale, offset, w3]) => {
  const normalised = (t: tf.Tensor) => {
    const { mean, variance } = tf.moments(t, [0, 1, 2])
    const [m, v, o, s] = [mean, variance, offset!, scale!] as tf.Tensor1D[]
    return tf.batchNorm(t as tf.Tensor4D, m!, v!, o, s)
  }
  const stem = tf.relu(normalised(conv(x, w1!)))
  const block = tf.relu(tf.add(stem, normalised(conv(stem, w2!))))
  const pooled = tf.avgPool(block as tf.Tensor4D, 3, 2, 'same')
  return tf.matMul(tf.mean(pooled, [1, 2]), w3!)
}

/** Class scores by a depthwise and a pointwise convolution, and swish. */
const mobilenet: Net = (x, [w1, w2, w3]) => {
  const swish = (t: tf.Tensor) => tf.mul(t, tf.sigmoid(t))
  const deep = swish(tf.depthwiseConv2d(x as tf.Tensor4D, w1 as tf.Tensor4D, 2, 'same'))
  return tf.matMul(tf.mean(swish(conv(deep, w2!)), [1, 2]), w3!)
}

/** What harmonization minimises, but for its targets: a function of the saliency, log-probability with respect to pixels. */
const saliencyLoss = (net: Net) => {
  return (...parameters: tf.Tensor[]) => {
    const score = (x: tf.Tensor) => tf.slice(tf.logSoftmax(net(x, parameters)), [0, 1], [1, 1])
    const saliency = tf.grad(score)(pixels())
    return tf.sum(tf.square(saliency), [1, 2, 3])
  }
}

export const smallNets: readonly (Differentiated & { name: string })[] = [
  {
    name: 'VGG-like: conv, ReLU, maxPool',
    inputs: [weights([3, 3, 2, 3], 72), weights([3, 3, 3, 4], 73), weights([4, 3], 74)],
    f: saliencyLoss(vgg),
  },
  {
    name: 'ResNet-like: conv, batchNorm, residual, avgPool',
    inputs: [
      weights([3, 3, 2, 3], 75),
      weights([3, 3, 3, 3], 76),
      constant([3], 1),
      constant([3], 0.1),
      weights([3, 3], 77),
    ],
    f: saliencyLoss(resnet),
  },
  {
    name: 'MobileNet-like: depthwise, pointwise, swish',
    inputs: [weights([3, 3, 2, 1], 78), weights([1, 1, 2, 4], 79), weights([4, 3], 80)],
    f: saliencyLoss(mobilenet),
  },
]
