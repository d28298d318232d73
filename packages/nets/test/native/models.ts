import * as tf from '@tensorflow/tfjs'
import { made } from './made.js'

/** A small network: its weights by name, and its loss on a batch of images. */
export interface Model {
  readonly weights: Readonly<Record<string, readonly number[]>>
  readonly input: readonly [number, number, number, number]
  loss(x: tf.Tensor4D, w: (name: string) => tf.Tensor): tf.Scalar
}

const classes = 7
const conv = (x: tf.Tensor4D, w: tf.Tensor, stride = 1, pad: 'same' | 'valid' | number = 'same') =>
  tf.conv2d(x, w as tf.Tensor4D, stride, pad)

/** Mean cross-entropy with made labels, and a penalty on the weights, as training has it. */
function crossEntropy(logits: tf.Tensor2D, weight: tf.Tensor): tf.Scalar {
  const labels = tf.oneHot(tf.range(0, logits.shape[0], 1, 'int32').mod(classes).cast('int32'), classes)
  const loss = tf.losses.softmaxCrossEntropy(labels, logits) as tf.Scalar
  return loss.add(weight.square().sum().mul(1e-3)) as tf.Scalar
}

/** Batch normalisation with the batch's own moments. */
function normalised(x: tf.Tensor4D, scale: tf.Tensor, offset: tf.Tensor): tf.Tensor4D {
  const { mean, variance } = tf.moments(x, [0, 1, 2])
  return tf.batchNorm(x, mean as tf.Tensor1D, variance as tf.Tensor1D, offset as tf.Tensor1D, scale as tf.Tensor1D)
}

const vgg: Model = {
  weights: {
    a: [3, 3, 3, 8],
    ab: [8],
    b: [3, 3, 8, 16],
    bb: [16],
    c: [256, 20],
    cb: [20],
    d: [20, classes],
    db: [classes],
  },
  input: [5, 16, 16, 3],
  loss: (x, w) => {
    const a = tf.maxPool(conv(x, w('a')).add(w('ab')).relu<tf.Tensor4D>(), 2, 2, 'valid')
    const b = tf.maxPool(conv(a, w('b')).add(w('bb')).relu<tf.Tensor4D>(), 2, 2, 'valid')
    const c = tf
      .matMul(b.reshape([x.shape[0], -1]), w('c'))
      .add(w('cb'))
      .relu()
    return crossEntropy(tf.matMul(c, w('d')).add(w('db')) as tf.Tensor2D, w('a'))
  },
}

const alexNet: Model = {
  weights: { a: [5, 5, 3, 8], b1: [3, 3, 4, 6], b2: [3, 3, 4, 6], d: [192, classes] },
  input: [4, 19, 19, 3],
  loss: (x, w) => {
    const a = tf.localResponseNormalization(conv(x, w('a'), 2).relu<tf.Tensor4D>(), 2, 1, 0.1, 0.75)
    const groups = tf.split(tf.maxPool(a, 3, 2, 'valid'), 2, 3) as tf.Tensor4D[]
    const b = tf.concat([conv(groups[0]!, w('b1')), conv(groups[1]!, w('b2'))], 3).relu<tf.Tensor4D>()
    return crossEntropy(tf.matMul(b.reshape([x.shape[0], -1]), w('d')), w('a'))
  },
}

const squeezeNet: Model = {
  weights: { a: [3, 3, 3, 8], s: [1, 1, 8, 4], e1: [1, 1, 4, 6], e3: [3, 3, 4, 6], d: [1, 1, 12, classes] },
  input: [4, 15, 15, 3],
  loss: (x, w) => {
    const a = tf.maxPool(conv(x, w('a'), 2).relu<tf.Tensor4D>(), 3, 2, 'valid')
    const s = conv(a, w('s')).relu<tf.Tensor4D>()
    const fire = tf.concat([conv(s, w('e1')).relu(), conv(s, w('e3')).relu()], 3) as tf.Tensor4D
    return crossEntropy(conv(fire, w('d')).mean([1, 2]) as tf.Tensor2D, w('a'))
  },
}

const resNet: Model = {
  weights: { a: [7, 7, 3, 8], s: [8], o: [8], b: [3, 3, 8, 8], p: [1, 1, 8, 12], q: [3, 3, 8, 12], d: [12, classes] },
  input: [4, 21, 21, 3],
  loss: (x, w) => {
    const padded = tf.pad(x, [[0, 0], [3, 3], [3, 3], [0, 0]]) // prettier-ignore
    const stem = normalised(conv(padded, w('a'), 2, 'valid'), w('s'), w('o')).relu<tf.Tensor4D>()
    const a = tf.maxPool(tf.pad(stem, [[0, 0], [1, 1], [1, 1], [0, 0]]), 3, 2, 'valid') // prettier-ignore
    const b = normalised(conv(a, w('b'), 1, 1), w('s'), w('o'))
      .add<tf.Tensor4D>(a)
      .relu<tf.Tensor4D>()
    const c = conv(b, w('q'), 2, 1)
      .add(conv(b, w('p'), 2, 0))
      .relu()
    return crossEntropy(tf.matMul(c.mean([1, 2]), w('d')), w('a'))
  },
}

const mobileNet: Model = {
  weights: { a: [3, 3, 3, 8], s: [8], o: [8], w: [3, 3, 8, 1], p: [1, 1, 8, 16], v: [3, 3, 16, 2], d: [32, classes] },
  input: [4, 16, 16, 3],
  loss: (x, w) => {
    const a = normalised(conv(x, w('a'), 2), w('s'), w('o')).clipByValue(0, 6) as tf.Tensor4D
    const b = tf.relu6(normalised(tf.depthwiseConv2d(a, w('w') as tf.Tensor4D, 1, 'same'), w('s'), w('o')))
    const c = tf.relu6(conv(b, w('p')))
    const e = tf.depthwiseConv2d(c, w('v') as tf.Tensor4D, 2, 'same')
    return crossEntropy(tf.matMul(tf.avgPool(e, 4, 4, 'valid').reshape([x.shape[0], -1]), w('d')), w('a'))
  },
}

/** Small networks with the layers of the large ones. */
export const models = { vgg, alexNet, squeezeNet, resNet, mobileNet }

/** The loss and its gradients with respect to the input and every weight. */
export function gradients({ weights, input, loss }: Model): tf.Tensor[] {
  const names = Object.keys(weights)
  const values = names.map((name, k) => madeWeight(weights[name]!, k + 1))
  const program = (x: tf.Tensor, ...w: tf.Tensor[]) => loss(x as tf.Tensor4D, (name) => w[names.indexOf(name)]!)
  const { value, grads } = tf.valueAndGrads(program as (...x: tf.Tensor[]) => tf.Scalar)([made(input, 50), ...values])
  return [value, ...grads]
}

/** Weights that keep the size of what passes through them. */
export function madeWeight(shape: readonly number[], stream: number): tf.Tensor {
  const fanIn = shape.slice(0, -1).reduce((product, side) => product * side, 1)
  return shape.length === 1 ? made(shape, stream, 0.1).add(0.5) : made(shape, stream, Math.sqrt(2 / fanIn))
}
