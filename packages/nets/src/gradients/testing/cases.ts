import { philox } from '@likeness/core-native'
import * as tf from '@tensorflow/tfjs'
import { convolve, dense } from '../../ops.js'
import { normals, type Differentiated, type Made, type Verdict } from './differences.js'

export interface Case extends Differentiated {
  readonly name: string
  /** What TensorFlow.js 4.22 gives on cpu without our gradients: of the first and of the second order. */
  readonly stock: readonly [Verdict, Verdict]
}

const normal = (shape: number[], seed = 21, scale = 1): Made => ({
  shape,
  values: normals(shape, seed).map((v) => scale * v),
})
/** Either sign, 0.2 to 1.5 from zero. */
const offZero = (shape: number[], seed = 22): Made => ({
  shape,
  values: normals(shape, seed).map((v) => Math.sign(v) * (0.2 + 1.3 * (1 - Math.exp(-Math.abs(v))))),
})
const positive = (shape: number[], seed = 23): Made => {
  const { values } = offZero(shape, seed)
  return { shape, values: values.map(Math.abs) }
}
/** All values at least 0.1 from each other: no maximum changes within the steps. */
const spaced = (shape: number[], seed = 24): Made => {
  const order = philox(seed).permutation(shape.reduce((a, b) => a * b, 1))
  return { shape, values: Float64Array.from(order, (k) => 0.1 * (k - order.length / 2) + 0.05) }
}

const unary = (
  name: string,
  stock: Case['stock'],
  f: (x: tf.Tensor) => tf.Tensor,
  input: Made = offZero([3, 5]),
): Case => ({ name, stock, inputs: [input], f })

const image = (input: Made, f: (x: tf.Tensor4D) => tf.Tensor) => ({
  inputs: [input],
  f: (x: tf.Tensor) => f(x as tf.Tensor4D),
})

const filtered = (x: number[], filter: number[], f: (x: tf.Tensor4D, w: tf.Tensor4D) => tf.Tensor) => ({
  inputs: [normal(x, 31), normal(filter, 32, 0.5)],
  f: (a: tf.Tensor, w: tf.Tensor) => f(a as tf.Tensor4D, w as tf.Tensor4D),
})

/** An activation of tf.layers, on its own. */
const activation = (name: 'gelu' | 'gelu_new' | 'swish' | 'mish') => {
  const layer = tf.layers.activation({ activation: name })
  return (x: tf.Tensor) => layer.apply(x) as tf.Tensor
}

const right = ['right', 'right'] as const
const throws = ['right', 'throws'] as const
const wrong = ['right', 'wrong'] as const

const same3 = [3, 3] as [number, number]
const shape4 = [2, 5, 6, 2]

/** The list of nets' specification: ops that are right as they are. */
const rightCases: Case[] = [
  { name: 'conv2d, stride 1', stock: throws, ...filtered([2, 5, 4, 2], [3, 3, 2, 3], (x, w) => tf.conv2d(x, w, 1, 'same')) }, // prettier-ignore
  { name: 'conv2d, strides, valid', stock: throws, ...filtered([1, 7, 6, 2], [3, 2, 2, 2], (x, w) => tf.conv2d(x, w, [2, 3], 'valid')) }, // prettier-ignore
  { name: 'conv2d of its input', stock: right, ...image(normal([2, 5, 4, 2]), (x) => tf.conv2d(x, tf.tensor4d([...normals([3, 3, 2, 3], 33)], [3, 3, 2, 3]), 2, 'same')) }, // prettier-ignore
  unary('relu', right, tf.relu),
  unary('softplus', right, tf.softplus),
  unary('erf', right, tf.erf),
  unary('square', right, tf.square),
  unary('sqrt', right, tf.sqrt, positive([3, 5])),
  unary('log', right, tf.log, positive([3, 5])),
  { name: 'div', stock: right, inputs: [normal([3, 5]), positive([5], 41)], f: (a, b) => tf.div(a, tf.add(b, 0.5)) },
  {
    name: 'matMul',
    stock: right,
    inputs: [normal([3, 4], 42, 0.5), normal([4, 5], 43, 0.5)],
    f: (a, b) => tf.matMul(a, b),
  },
  unary('mean', right, (x) => tf.mean(x, [1])),
  unary('moments', right, (x) => tf.add(tf.moments(x, 0).mean, tf.moments(x, 0).variance)),
  {
    name: 'batchNorm',
    stock: right,
    inputs: [normal(shape4), normal([2], 44), positive([2], 45), normal([2], 46), normal([2], 47)],
    f: (x, mean, variance, offset, scale) =>
      tf.batchNorm(x as tf.Tensor4D, mean as tf.Tensor1D, variance as tf.Tensor1D, offset as tf.Tensor1D, scale as tf.Tensor1D), // prettier-ignore
  },
]

/** Its other list: ops that throw or are silently wrong. */
const replacedCases: Case[] = [
  { name: 'maxPool 2 x 2', stock: throws, ...image(spaced([1, 4, 6, 2]), (x) => tf.maxPool(x, 2, 2, 'valid')) },
  { name: 'maxPool, overlapping, same', stock: throws, ...image(spaced(shape4), (x) => tf.maxPool(x, 3, 2, 'same')) },
  { name: 'maxPool, ceil', stock: ['wrong', 'throws'], ...image(spaced(shape4), (x) => tf.maxPool(x, 3, 2, 1, 'ceil')) }, // prettier-ignore
  { name: 'avgPool 2 x 2', stock: throws, ...image(normal([1, 4, 6, 2]), (x) => tf.avgPool(x, 2, 2, 'valid')) },
  { name: 'avgPool, valid, rest', stock: throws, ...image(normal([1, 6, 7, 2]), (x) => tf.avgPool(x, [3, 2], [2, 3], 'valid')) }, // prettier-ignore
  { name: 'avgPool, same', stock: ['wrong', 'throws'], ...image(normal(shape4), (x) => tf.avgPool(x, 3, 1, 'same')) },
  { name: 'avgPool, padded, ceil', stock: ['wrong', 'throws'], ...image(normal(shape4), (x) => tf.avgPool(x, same3, 2, 1, 'ceil')) }, // prettier-ignore
  { name: 'depthwiseConv2d', stock: throws, ...filtered([2, 5, 4, 3], [3, 3, 3, 1], (x, w) => tf.depthwiseConv2d(x, w, 1, 'same')) }, // prettier-ignore
  { name: 'depthwiseConv2d, multiplier, strides', stock: throws, ...filtered([1, 7, 6, 2], [3, 2, 2, 2], (x, w) => tf.depthwiseConv2d(x, w, 2, 'valid')) }, // prettier-ignore
  unary('softmax', wrong, (x) => tf.softmax(x)),
  unary('logSoftmax', wrong, (x) => tf.logSoftmax(x)),
  unary('sigmoid', wrong, tf.sigmoid),
  unary('tanh', wrong, tf.tanh),
  unary('exp', wrong, tf.exp),
  unary('elu', throws, tf.elu),
  unary('selu', throws, tf.selu),
  unary('swish', wrong, (x) => tf.mul(x, tf.sigmoid(x))),
  unary('swish of tf.layers', wrong, activation('swish')),
  unary('gelu of tf.layers, by erf', right, activation('gelu')),
  unary('gelu_new of tf.layers, by tanh', wrong, activation('gelu_new')),
  unary('mish of tf.layers', wrong, activation('mish')),
  unary('max', throws, (x) => tf.max(x, 1), spaced([3, 5])),
  unary('max of all', throws, (x) => tf.max(x), spaced([3, 5])),
  unary('logSumExp', throws, (x) => tf.logSumExp(x, 1), spaced([3, 5])),
]

const bias = normal([3], 55)

/** What the layers of tf.layers run: custom gradients, which save their output. */
const fusedCases: Case[] = [
  {
    name: 'fused.conv2d with a bias',
    stock: throws,
    inputs: [normal([2, 5, 4, 2], 31), normal([3, 3, 2, 3], 32, 0.5), bias],
    f: (x, filter, b) =>
      tf.fused.conv2d({ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, bias: b, strides: 1, pad: 'same' }),
  },
  {
    name: 'fused.depthwiseConv2d with a bias',
    stock: throws,
    inputs: [normal([2, 5, 4, 3], 31), normal([3, 3, 3, 1], 32, 0.5), bias],
    f: (x, filter, b) =>
      tf.fused.depthwiseConv2d({
        x: x as tf.Tensor4D,
        filter: filter as tf.Tensor4D,
        bias: b,
        strides: 1,
        pad: 'same',
      }),
  },
  {
    name: 'fused.matMul with a bias and sigmoid',
    stock: wrong,
    inputs: [normal([4, 5], 31), normal([5, 3], 32, 0.5), bias],
    f: (a, b, c) => tf.fused.matMul({ a: a as tf.Tensor2D, b: b as tf.Tensor2D, bias: c, activation: 'sigmoid' }),
  },
  {
    name: 'fused.matMul with a bias',
    stock: right,
    inputs: [normal([4, 5], 31), normal([5, 3], 32, 0.5), bias],
    f: (a, b, c) => tf.fused.matMul({ a: a as tf.Tensor2D, b: b as tf.Tensor2D, bias: c }),
  },
  ...[false, true].flatMap((relu): Case[] => [
    {
      name: `our convolve with a bias${relu ? ' and ReLU' : ''}`,
      stock: ['throws', 'throws'],
      inputs: [normal([2, 5, 4, 2], 31), normal([3, 3, 2, 3], 32, 0.5), bias],
      f: (x, filter, b) =>
        convolve(x as tf.Tensor4D, filter as tf.Tensor4D, { bias: b, pad: 'same', strides: 2, relu }),
    },
    {
      name: `our dense with a bias${relu ? ' and ReLU' : ''}`,
      stock: ['throws', 'throws'],
      inputs: [normal([4, 5], 31), normal([5, 3], 32, 0.5), bias],
      f: (x, w, b) => dense(x as tf.Tensor2D, w as tf.Tensor2D, { bias: b, relu }),
    },
  ]),
]

/** Neither list has them, and networks do. */
const moreCases: Case[] = [
  unary('min', throws, (x) => tf.min(x, 1), spaced([3, 5])),
  { name: 'maximum', stock: throws, inputs: [offZero([3, 5]), normal([3, 5], 51, 0.01)], f: tf.maximum },
  { name: 'minimum', stock: throws, inputs: [offZero([3, 5]), normal([3, 5], 52, 0.01)], f: tf.minimum },
  unary('relu6', throws, (x) => tf.relu6(tf.mul(x, 5))),
  unary('leakyRelu', throws, (x) => tf.leakyRelu(x, 0.1)),
  { name: 'prelu', stock: throws, inputs: [offZero([3, 5]), normal([5], 53)], f: tf.prelu },
  unary('clipByValue', throws, (x) => tf.clipByValue(x, -0.65, 0.65), spaced([3, 5])),
  unary('where, by its sign', ['throws', 'throws'], (x) => tf.where(tf.greater(x, 0), tf.square(x), x)),
  { name: 'pow', stock: throws, inputs: [positive([3, 5]), normal([3, 5], 54)], f: tf.pow },
  unary('logSigmoid', right, tf.logSigmoid),
  {
    name: 'losses.softmaxCrossEntropy',
    stock: wrong,
    inputs: [normal([3, 5])],
    f: (x) => tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d([1, 4, 0], 'int32'), 5), x),
  },
]

export const cases: readonly Case[] = [...rightCases, ...replacedCases, ...fusedCases, ...moreCases]
