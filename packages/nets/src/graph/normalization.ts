import * as tf from '@tensorflow/tfjs'
import type { Op, WeightLayout } from './op.js'

/** Names of scale, shift, mean and variance in a file. */
const statistics = {
  torch: ['weight', 'bias', 'running_mean', 'running_var'],
  keras: ['gamma', 'beta', 'moving_mean', 'moving_variance'],
} as const

/** Batch normalisation by stored means and variances. */
export function batchNormalization(epsilon: number, layout: WeightLayout = 'torch'): Op {
  const [scale, shift, mean, variance] = statistics[layout]
  return {
    shape: ([input]) => input!,
    weights: ([input]) =>
      Object.fromEntries([scale, shift, mean, variance].map((part) => [part, { shape: [input!.at(-1)!] }])),
    run: ([input], weight) => {
      const vector = (part: string) => weight(part) as tf.Tensor1D
      return tf.batchNorm(input as tf.Tensor4D, vector(mean), vector(variance), vector(shift), vector(scale), epsilon)
    },
  }
}

/**
 * Local response normalisation across channels (Krizhevsky et al. 2012): x / (1 + alpha / size * sum of squares)^beta over
 * the `size` channels around each, as Caffe and PyTorch have it.
 */
export function localResponseNormalization({ size, alpha, beta }: { size: number; alpha: number; beta: number }): Op {
  return {
    shape: ([input]) => input!,
    run: ([input]) =>
      tf.localResponseNormalization(input as tf.Tensor4D, (size - 1) / 2, 1, alpha / size, beta) as tf.Tensor,
  }
}
