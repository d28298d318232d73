import * as tf from '@tensorflow/tfjs'
import { convolve } from '../ops.js'
import { checkSide, imageShape, type Op, type WeightLayout } from './op.js'

export interface ConvolutionSizes {
  readonly channels: number
  readonly size: number
  readonly stride?: number
  /** Zeros on each side, or TensorFlow's `same`. Default 0. */
  readonly pad?: number | 'same'
  /** Each group of output channels sees its own group of input channels. Default 1. */
  readonly groups?: number
  readonly bias?: boolean
  readonly layout?: WeightLayout
}

/** A square convolution, with bias unless it is said otherwise; sizes round down. */
export function convolution(sizes: ConvolutionSizes): Op {
  const { channels, size, stride = 1, pad = 0, groups = 1, bias = true, layout = 'torch' } = sizes
  const side = (length: number) =>
    pad === 'same' ? Math.ceil(length / stride) : Math.floor((length + 2 * pad - size) / stride) + 1
  const filterName = layout === 'torch' ? 'weight' : 'kernel'
  return {
    shape: ([input], name) => {
      const [height, width] = imageShape(input!, name)
      return [checkSide(side(height), name), checkSide(side(width), name), channels]
    },
    weights: ([input]) => {
      const inputs = input![2]! / groups
      const filter =
        layout === 'torch'
          ? { shape: [channels, inputs, size, size], permutation: [2, 3, 1, 0] }
          : { shape: [size, size, inputs, channels] }
      return { [filterName]: filter, ...(bias ? { bias: { shape: [channels] } } : {}) }
    },
    run: ([input], weight) => {
      const [x, filter] = [input as tf.Tensor4D, weight(filterName) as tf.Tensor4D]
      const after = bias ? { bias: weight('bias') } : {}
      const geometry = { strides: stride, pad: padding(pad) }
      if (groups === 1) return convolve(x, filter, { ...geometry, ...after })
      const found = grouped(x, filter, groups, (part, w) => convolve(part, w, geometry))
      return bias ? found.add(weight('bias')) : found
    },
  }
}

type Convolve = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor4D

function grouped(x: tf.Tensor4D, filter: tf.Tensor4D, groups: number, convolve: Convolve): tf.Tensor4D {
  const filters = tf.split<tf.Tensor4D>(filter, groups, 3)
  return tf.concat(
    tf.split<tf.Tensor4D>(x, groups, 3).map((part, g) => convolve(part, filters[g]!)),
    3,
  )
}

/** TensorFlow.js takes a single number for padding only where every size comes out whole. */
export function padding(pad: number | 'same'): 'same' | 'valid' | tf.backend_util.ExplicitPadding {
  if (pad === 'same') return pad
  return pad === 0
    ? 'valid'
    : [
        [0, 0],
        [pad, pad],
        [pad, pad],
        [0, 0],
      ]
}
