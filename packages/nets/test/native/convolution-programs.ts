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

/** Of many channels, filters' gradients are this project's own sums: over and under whole tiles, panels, blocks and parts. */
const manyChannels: Programs = [
  { x: [2, 3, 5, 65], filter: [3, 2, 65, 67] },
  { x: [1, 4, 3, 64], filter: [3, 3, 64, 300] },
  { x: [3, 2, 2, 131], filter: [1, 3, 131, 64] },
  { x: [1, 6, 57, 64], filter: [2, 2, 64, 64] },
  { x: [1, 3, 4, 66], filter: [13, 13, 66, 64] },
].flatMap(({ x, filter }) =>
  pads.map((pad): Programs[number] => [
    `conv2d of many channels, ${x.join(' x ')} by ${filter.join(' x ')}, ${JSON.stringify(pad)}`,
    () =>
      withGradients(
        (a, b) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, x[1]! < filter[0]! ? 'same' : pad),
        made(x, 1),
        made(filter, 2),
      ),
  ]),
)

/** Strides over single pixels, also where the last ones lie in the padding behind the image. */
const skippedPixels: Programs = [
  ...pads,
  [
    [0, 0],
    [0, 3],
    [0, 2],
    [0, 0],
  ] as [[0, 0], [number, number], [number, number], [0, 0]],
].map((pad): Programs[number] => [
  `conv2d of single pixels with strides, ${JSON.stringify(pad)}`,
  () =>
    withGradients(
      (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, [2, 3], pad),
      made([2, 16, 13, 3], 1),
      made([1, 1, 3, 37], 2),
    ),
])

/** Convolutions and pools with their gradients. */
export const convolutions: Programs = pads
  .flatMap((pad): Programs => [
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
  .concat(manyChannels, skippedPixels)
