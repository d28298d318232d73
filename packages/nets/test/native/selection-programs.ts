import * as tf from '@tensorflow/tfjs'
import { made } from './made.js'
import { withGradients, type Programs } from './programs.js'

export const resized: Programs = [
  [9, 7, 20, 31],
  [20, 31, 9, 7],
  [6, 6, 1, 1],
  [1, 5, 4, 5],
].flatMap(([h, w, height, width]) =>
  [
    [false, false],
    [true, false],
    [false, true],
  ].map(([corners, half]): Programs[number] => [
    `resizeBilinear, ${h} x ${w} to ${height} x ${width}, align corners ${corners}, half pixel ${half}`,
    () => [tf.image.resizeBilinear(made([3, h!, w!, 17], 1) as tf.Tensor4D, [height!, width!], corners, half)],
  ]),
)

// The cpu backend's gradient knows no half-pixel centres and confuses sides that differ.
export const resizeGradients: Programs = [false, true].map((corners) => [
  `the gradient of resizeBilinear, align corners ${corners}`,
  () =>
    [
      [11, 30],
      [30, 11],
      [7, 1],
    ].flatMap(([from, to]) =>
      // prettier-ignore
      withGradients(
        (x) => tf.image.resizeBilinear(x as tf.Tensor4D, [to!, to!], corners),
        made([3, from!, from!, 9], 1),
      ),
    ),
])

const positions = () => tf.tensor1d([2, 0, 2, 6, 1], 'int32')
export const selections: Programs = [
  ...[0, 1, 2, 3].flatMap((axis): Programs[number][] => {
    const x = () => made([7, 20, 9, 37], 1)
    return [
      [`argMax, argMin over ${axis}`, () => [tf.argMax(x(), axis), tf.argMin(x(), axis)]],
      [
        `cumsum over ${axis}`,
        () => [false, true].flatMap((a) => [false, true].map((b) => tf.cumsum(x(), axis, a, b))), // prettier-ignore
      ],
      [
        `gather from ${axis}`,
        () => [tf.gather(x(), positions(), axis), tf.gather(x(), positions().reshape([5, 1]), axis)],
      ],
    ]
  }),
  [
    'argMax of ties and NaN',
    () => {
      const x = tf.tensor2d([1, 3, 3, NaN, 5, 6, 2, NaN, 7, NaN, NaN, NaN], [4, 3])
      return [tf.argMax(x, 1), tf.argMin(x, 1), tf.argMax(x, 0)]
    },
  ],
  [
    'gather in batches',
    () => [
      tf.gather(made([4, 6, 5, 3], 1), tf.tensor2d([0, 4, 2, 2, 1, 0, 4, 4], [4, 2], 'int32'), 2, 1),
      tf.gather(made([4, 6], 1), tf.tensor2d([0, 5, 2, 2, 1, 0, 4, 4], [4, 2], 'int32'), 1, 1),
    ],
  ],
  [
    'oneHot',
    () => [
      tf.oneHot(tf.tensor1d([3, -1, 7, 0, 90], 'int32'), 301, 2, -1),
      tf.oneHot(positions(), 7, 0.5, 0, 'float32'),
    ],
  ],
  [
    'strided slices',
    () => {
      const x = made([9, 12, 8, 5], 1)
      return [
        tf.stridedSlice(x, [0, 1, 7, 0], [9, 11, 0, 5], [2, 3, -2, 1]),
        tf.stridedSlice(x, [1, 2, 0, 0], [8, 9, 8, 5], [1, 1, 1, 1]),
        tf.stridedSlice(x, [8, 0, 0, 4], [0, 12, 8, 0], [-1, 5, 1, -3]),
        tf.stridedSlice(x, [3, 3, 2, 0], [9, 4, 5, 2], [1, 1, 2, 1], 1, 5),
      ]
    },
  ],
  [
    'cos, sin',
    () => {
      const x = tf.concat([made([40_000], 1, 30), tf.tensor1d([0, -0, Math.PI, NaN, Infinity])])
      return [tf.cos(x), tf.sin(x)]
    },
  ],
  [
    'batch normalisation with moments of other shapes',
    () => {
      const x = made([6, 11, 12, 30], 1)
      return [[12, 30], [6, 11, 12, 30], [1, 1, 1, 30], [1]].map((shape) => {
        // prettier-ignore
        const [m, o, s] = [3, 4, 5].map((k) => made(shape, k)) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D]
        return tf.batchNorm(x, m, tf.abs(made(shape, 2)).add(0.1) as tf.Tensor4D, o, s, 1e-3)
      })
    },
  ],
]
