import * as tf from '@tensorflow/tfjs'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from '../../src/index.js'
import { addonProblem } from '../../src/testing/addon.js'
import { nativeBackend } from './made.js'

type Image = tf.Tensor4D
/** Gives the weight of a shape, the same for the same place in the network. */
type Weight = (...shape: number[]) => tf.Tensor

const conv = (x: Image, w: Weight, filters: number, side = 3, stride = 1, pad: 'same' | 'valid' = 'same') =>
  tf.conv2d(x, w(side, side, x.shape[3], filters) as tf.Tensor4D, stride, pad).add<Image>(w(filters))
const relu = (x: tf.Tensor) => x.relu<Image>()
const dense = (x: tf.Tensor, w: Weight, units: number) => tf.matMul(x, w(x.shape[1]!, units)).add<tf.Tensor2D>(w(units))
const flat = (x: Image) => x.reshape<tf.Tensor2D>([x.shape[0], -1])
const normalised = (x: Image, w: Weight) => {
  const { mean, variance } = tf.moments(x, [0, 1, 2])
  const channels = x.shape[3]
  return tf.batchNorm(x, mean as tf.Tensor1D, variance as tf.Tensor1D, w(channels) as tf.Tensor1D, w(channels) as tf.Tensor1D) // prettier-ignore
}

function vgg16(x: Image, w: Weight): tf.Tensor2D {
  for (const block of [
    [64, 64],
    [128, 128],
    [256, 256, 256],
    [512, 512, 512],
    [512, 512, 512],
  ]) {
    // prettier-ignore
    for (const filters of block) x = relu(conv(x, w, filters))
    x = tf.maxPool(x, 2, 2, 'valid')
  }
  return dense(dense(dense(flat(x), w, 4096).relu(), w, 4096).relu(), w, 1000)
}

function alexNet(x: Image, w: Weight): tf.Tensor2D {
  const grouped = (y: Image, filters: number, side: number) =>
    tf.concat(
      (tf.split(y, 2, 3) as Image[]).map((half) => conv(half, w, filters / 2, side)),
      3,
    ) as Image
  const respond = (y: Image) => tf.localResponseNormalization(y, 2, 1, 1e-4, 0.75)
  x = tf.maxPool(respond(relu(conv(x, w, 96, 11, 4, 'valid'))), 3, 2, 'valid')
  x = tf.maxPool(respond(relu(grouped(x, 256, 5))), 3, 2, 'valid')
  x = relu(grouped(relu(grouped(relu(conv(x, w, 384)), 384, 3)), 256, 3))
  return dense(dense(dense(flat(tf.maxPool(x, 3, 2, 'valid')), w, 4096).relu(), w, 4096).relu(), w, 1000)
}

function squeezeNet(x: Image, w: Weight): tf.Tensor2D {
  const fire = (y: Image, squeeze: number, expand: number) => {
    const s = relu(conv(y, w, squeeze, 1))
    return tf.concat([relu(conv(s, w, expand, 1)), relu(conv(s, w, expand))], 3) as Image
  }
  x = tf.maxPool(relu(conv(x, w, 64, 3, 2, 'valid')), 3, 2, 'valid')
  x = tf.maxPool(fire(fire(x, 16, 64), 16, 64), 3, 2, 'valid')
  x = tf.maxPool(fire(fire(x, 32, 128), 32, 128), 3, 2, 'valid')
  x = fire(fire(fire(fire(x, 48, 192), 48, 192), 64, 256), 64, 256)
  return relu(conv(x, w, 1000, 1)).mean<tf.Tensor2D>([1, 2])
}

function resNet50(x: Image, w: Weight): tf.Tensor2D {
  const padded = (y: Image, n: number) => tf.pad(y, [[0, 0], [n, n], [n, n], [0, 0]]) // prettier-ignore
  const bottleneck = (y: Image, filters: number, stride: number, isFirst: boolean) => {
    const a = relu(normalised(conv(y, w, filters, 1), w))
    const b = relu(normalised(conv(padded(a, 1), w, filters, 3, stride, 'valid'), w))
    const c = normalised(conv(b, w, 4 * filters, 1), w)
    return relu(c.add(isFirst ? normalised(conv(y, w, 4 * filters, 1, stride), w) : y))
  }
  x = relu(normalised(conv(padded(x, 3), w, 64, 7, 2, 'valid'), w))
  x = tf.maxPool(padded(x, 1), 3, 2, 'valid')
  for (const [k, depth] of [3, 4, 6, 3].entries())
    for (let i = 0; i < depth; i++) x = bottleneck(x, 64 * 2 ** k, k > 0 && i === 0 ? 2 : 1, i === 0)
  return dense(x.mean([1, 2]), w, 1000)
}

function mobileNet(x: Image, w: Weight): tf.Tensor2D {
  const relu6 = (y: Image) => tf.relu6(normalised(y, w))
  x = relu6(conv(x, w, 32, 3, 2))
  for (const [filters, stride] of [
    [64, 1],
    [128, 2],
    [128, 1],
    [256, 2],
    [256, 1],
    [512, 2],
    [512, 1],
    [512, 1],
    [512, 1],
    [512, 1],
    [512, 1],
    [1024, 2],
    [1024, 1],
  ] as const) {
    // prettier-ignore
    x = relu6(tf.depthwiseConv2d(x, w(3, 3, x.shape[3], 1) as tf.Tensor4D, stride, 'same'))
    x = relu6(conv(x, w, filters, 1))
  }
  return dense(flat(tf.avgPool(x, 7, 7, 'valid')), w, 1000)
}

const networks = { vgg16, alexNet, squeezeNet, resNet50, mobileNet }
const sides = { vgg16: 224, alexNet: 227, squeezeNet: 224, resNet50: 224, mobileNet: 224 }

/** The weights of a network, made when they are first asked for and kept. */
function keptWeights() {
  const all: tf.Variable[] = []
  let next = 0
  const weight: Weight = (...shape) => {
    const fanIn = shape.slice(0, -1).reduce((product, side) => product * side, 1)
    all[next] ??= tf.tidy(() => tf.variable(tf.fill(shape, shape.length === 1 ? 0.5 : 1 / fanIn)))
    return all[next++]!
  }
  return { all, weight, restart: () => void (next = 0) }
}

/** Kernels of the batch's one-hot labels: a thousand numbers. */
const onLabels = ['Cast']

describe.skipIf(addonProblem)('full-size networks on native use no kernel in JavaScript', () => {
  beforeAll(async () => void (await useBackend('native')))
  afterEach(() => nativeBackend().pool.clear())

  test.each(Object.keys(networks) as (keyof typeof networks)[])('%s, forward and a training step', (name) => {
    const { all, weight, restart } = keptWeights()
    const x = tf.tidy(() => tf.range(0, sides[name] ** 2 * 3).mul(1e-5).reshape<Image>([1, sides[name], sides[name], 3])) // prettier-ignore
    const logits = () => (restart(), networks[name](x, weight))
    // The weights are made on the way: filling is not part of the network.
    tf.tidy(() => logits())
    nativeBackend().fallbacks.clear()
    tf.tidy(() => void expect(logits().shape).toEqual([1, 1000]))
    const optimizer = tf.train.sgd(0.01)
    const y = tf.oneHot(tf.tensor1d([7], 'int32'), 1000)
    optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, logits()) as tf.Scalar, false, all)
    const used = [...nativeBackend().fallbacks].filter(([kernel]) => !onLabels.includes(kernel))
    tf.dispose([x, y, ...all])
    expect(used).toEqual([])
  })
})
