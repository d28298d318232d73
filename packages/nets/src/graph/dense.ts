import * as tf from '@tensorflow/tfjs'
import { sizeOf } from '../network.js'
import type { Op, WeightLayout } from './op.js'

/**
 * Every value of the input to every unit, with a bias. PyTorch's and Caffe's weights (out x in) see an image channels first,
 * Keras' (in x out) channels last.
 */
export function dense(units: number, layout: WeightLayout = 'torch'): Op {
  return {
    shape: () => [units],
    weights: ([input]) => {
      const inputs = sizeOf(input!)
      const [name, shape] = layout === 'torch' ? ['weight', [units, inputs]] : ['kernel', [inputs, units]]
      return { [name as string]: { shape: shape as number[] }, bias: { shape: [units] } }
    },
    run: ([input], weight) =>
      (layout === 'torch'
        ? tf.matMul(flat(channelsFirst(input!)), weight('weight') as tf.Tensor2D, false, true)
        : tf.matMul(flat(input!), weight('kernel') as tf.Tensor2D)
      ).add(weight('bias')),
  }
}

/** n x the number of values. */
export const flat = (x: tf.Tensor): tf.Tensor2D => x.reshape([x.shape[0]!, -1])

/** n x channels x height x width; other shapes stay. */
export const channelsFirst = (x: tf.Tensor): tf.Tensor => (x.rank === 4 ? tf.transpose(x, [0, 3, 1, 2]) : x)
