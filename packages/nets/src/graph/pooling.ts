import * as tf from '@tensorflow/tfjs'
import { padding } from './convolution.js'
import { checkSide, imageShape, type Op } from './op.js'

export interface PoolSizes {
  readonly size: number
  readonly stride: number
  readonly pad?: number
  /** Caffe rounds up, so that its last window may hang over the edge; PyTorch and Keras down. Default floor. */
  readonly rounding?: 'floor' | 'ceil'
}

/** Maximum pooling; padding never wins. */
export function maxPooling({ size, stride, pad = 0, rounding = 'floor' }: PoolSizes): Op {
  const side = (length: number) => Math[rounding]((length + 2 * pad - size) / stride) + 1
  return {
    shape: ([input], name) => {
      const [height, width, channels] = imageShape(input!, name)
      return [checkSide(side(height), name), checkSide(side(width), name), channels]
    },
    run: ([input]) => {
      const explicit = padding(pad)
      // 'valid' ignores the rounding mode.
      return explicit === 'valid' && rounding === 'floor'
        ? tf.maxPool(input as tf.Tensor4D, size, stride, explicit)
        : tf.maxPool(input as tf.Tensor4D, size, stride, explicit === 'valid' ? 0 : explicit, rounding)
    },
  }
}

/** The mean over rows and columns: global average pooling. */
export const spatialMean: Op = {
  shape: ([input], name) => [imageShape(input!, name)[2]],
  run: ([input]) => tf.mean(input!, [1, 2]),
}
