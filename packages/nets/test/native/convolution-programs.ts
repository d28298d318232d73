import * as tf from '@tensorflow/tfjs'
import { made } from './made.js'
import { withGradients, type Programs } from './programs.js'

const pads = [
  'same',
  'valid',
  [
    [0, 0],
    [2, 1],
    [0, 3],
    [0, 0],
  ] as [[0, 0], [number, number], [number, number], [0, 0]],
] as const

/** Convolutions and pools with their gradients. */
export const convolutions: Programs = pads.flatMap((pad) => [
  [
    `conv2d, ${JSON.stringify(pad)}`,
    () =>
      withGradients(
        (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, [2, 1], pad),
        made([3, 17, 15, 5], 1),
        made([3, 4, 5, 7], 2),
      ),
  ],
  [
    `depthwise, ${JSON.stringify(pad)}`,
    () =>
      withGradients(
        (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, pad),
        made([2, 15, 17, 20], 1),
        made([3, 3, 20, 1], 2),
      ),
  ],
  [
    `depthwise with a multiplier, ${JSON.stringify(pad)}`,
    () =>
      withGradients(
        (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, pad),
        made([2, 9, 8, 6], 1),
        made([3, 2, 6, 3], 2),
      ),
  ],
  [
    `maxPool, ${JSON.stringify(pad)}`,
    () => withGradients((x) => tf.maxPool(x as tf.Tensor4D, [3, 3], [2, 2], pad), made([5, 22, 21, 19], 1)),
  ],
  [
    `avgPool, ${JSON.stringify(pad)}`,
    () => withGradients((x) => tf.avgPool(x as tf.Tensor4D, [3, 3], [2, 2], pad), made([5, 22, 21, 19], 1)),
  ],
])
