import * as tf from '@tensorflow/tfjs'
import { convolve, dense } from '../../src/ops.js'
import { made } from './made.js'
import { withGradients, type Programs } from './programs.js'

/** Products, reductions, arithmetic, normalisation and what only moves elements. */
export const others: Programs = [
  [
    'dilated conv2d',
    () => [
      tf.conv2d(made([2, 16, 15, 4], 1) as tf.Tensor4D, made([3, 3, 4, 6], 2) as tf.Tensor4D, 1, 'same', 'NHWC', 2),
    ],
  ],
  ...['relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'linear'].map((activation): Programs[number] => [
    `fused conv2d and matMul, ${activation}`,
    () => [
      tf.fused.conv2d({
        x: made([2, 9, 9, 4], 1) as tf.Tensor4D,
        filter: made([3, 3, 4, 6], 2) as tf.Tensor4D,
        strides: 1,
        pad: 'same',
        bias: made([6], 3),
        activation: activation as 'relu',
        leakyreluAlpha: 0.3,
      }),
      tf.fused.matMul({
        a: made([31, 40], 1),
        b: made([40, 27], 2),
        bias: made([27], 3),
        activation: activation as 'relu',
        leakyreluAlpha: 0.3,
      }),
    ],
  ]),
  ...[false, true].flatMap((a) =>
    [false, true].flatMap((b) =>
      [1, 2, 5, 8, 9, 33].map((few): Programs[number] => [
        `matMul of ${few} rows and of ${few} terms, transposed: ${a}, ${b}`,
        () => {
          const sides = (transposed: boolean, rows: number, columns: number) =>
            transposed ? [columns, rows] : [rows, columns]
          const left = made([3, ...sides(a, few, 65)], 1)
          const right = made([1, ...sides(b, 65, 47)], 2)
          return [
            tf.matMul(left, right, a, b),
            tf.matMul(made(sides(a, 65, few), 3), made(sides(b, few, 5000), 4), a, b),
          ]
        },
      ]),
    ),
  ),
  ...[false, true].map((relu): Programs[number] => [
    `convolve and dense with their gradients, ReLU: ${relu}`,
    () => [
      ...withGradients(
        (x, w, bias) => convolve(x as tf.Tensor4D, w as tf.Tensor4D, { bias, strides: [2, 1], pad: 'same', relu }),
        ...[made([3, 17, 15, 5], 1), made([3, 4, 5, 7], 2), made([7], 3)],
      ),
      ...withGradients(
        (x, w, bias) => dense(x as tf.Tensor2D, w as tf.Tensor2D, { bias, relu }),
        ...[made([6, 40], 1), made([40, 31], 2), made([31], 3)],
      ),
    ],
  ]),
  [
    'dense with NaN and infinities before its ReLU',
    () => {
      const x = tf.tensor2d([NaN, Infinity, -Infinity, 0, 1, -1], [6, 1])
      return withGradients((t) => dense(t as tf.Tensor2D, tf.ones([1, 1]), { relu: true }), x)
    },
  ],
  [
    'a long vector times a matrix',
    () => [
      tf.matMul(made([1, 1501], 1), made([1501, 203], 2)),
      tf.matMul(made([1, 1501], 1), made([203, 1501], 2), false, true),
    ],
  ],
  ['an outer product', () => [tf.matMul(made([300, 1], 1), made([1, 401], 2))]],
  ...[[0], [1], [2], [3], [1, 2], [0, 3], [0, 2], [0, 1, 2], [1, 2, 3], [0, 1, 2, 3]].map((axes): Programs[number] => [
    `sum, mean, max, min over ${axes.join()}`,
    () => {
      const x = made([7, 20, 1, 37], 1)
      return [tf.sum(x, axes), tf.mean(x, axes, true), tf.max(x, axes), tf.min(x, axes, true)]
    },
  ]),
  ['long sums', () => [tf.sum(made([100_003], 1)), tf.mean(made([3, 50_001], 1), 1), tf.sum(made([5001, 70], 1), 0)]],
  ...[
    [[65, 67], [67]],
    [
      [65, 67],
      [65, 1],
    ],
    [
      [1, 67],
      [65, 1],
    ],
    [[], [65, 67]],
    [
      [4, 1, 6, 1],
      [5, 1, 7],
    ],
    [
      [40, 41, 42],
      [40, 41, 42],
    ],
    [
      [2, 1, 2, 1, 2, 1, 2, 1, 2, 1],
      [1, 3, 1, 3, 1, 3, 1, 3, 1, 3],
    ],
  ].map(([a, b]): Programs[number] => [
    `arithmetic and comparisons, [${a}] with [${b}]`,
    () => {
      const [x, y] = [made(a!, 1), made(b!, 2)]
      return [
        ...[tf.add(x, y), tf.sub(x, y), tf.mul(x, y), tf.div(x, y), tf.maximum(x, y), tf.minimum(x, y)],
        ...[tf.squaredDifference(x, y), tf.pow(tf.abs(x), y), tf.greater(x, y), tf.greaterEqual(x, y)],
        ...[tf.less(x, y), tf.lessEqual(x, y), tf.equal(x, y), tf.notEqual(x, y)],
      ]
    },
  ]),
  [
    'functions of one array',
    () => {
      const x = tf.concat([
        made([40_000], 1, 3),
        tf.tensor1d([0, -0, 1, -1, 1e-8, -1e-3, 88, 200, -200, -87, Infinity]),
      ])
      const positive = tf.abs(x)
      return [
        ...[tf.exp(x), tf.expm1(x), tf.tanh(x), tf.sigmoid(x), tf.elu(x), tf.selu(x), tf.softplus(x), tf.erf(x)],
        ...[tf.relu(x), tf.relu6(x), tf.leakyRelu(x, 0.1), tf.step(x, 0.5), tf.neg(x), tf.sign(x), tf.abs(x)],
        ...[tf.floor(x), tf.square(x), tf.clipByValue(x, -0.5, 2), tf.reciprocal(x), tf.prelu(x, tf.scalar(0.2))],
        ...[tf.sqrt(positive), tf.rsqrt(positive), tf.log(positive), tf.log1p(positive)],
      ].map((t) => tf.where(tf.isInf(t), tf.scalar(12345), t))
    },
  ],
  [
    'moving elements',
    () => {
      const x = made([9, 33, 20, 18], 1)
      return [
        ...[
          tf.transpose(x, [0, 3, 1, 2]),
          tf.transpose(x),
          tf.transpose(x, [3, 0, 1, 2]),
          tf.transpose(x, [1, 0, 2, 3]),
        ],
        ...[tf.slice(x, [0, 3, 2, 5], [9, 20, 18, 4]), tf.slice(x, [2], [3]), tf.reverse(x, [1, 3]), tf.reverse(x)],
        ...[tf.pad(x, [[0, 0], [1, 2], [3, 0], [0, 4]], 0.5), tf.tile(x, [2, 1, 3, 2])], // prettier-ignore
        ...[...tf.split(x, [4, 14], 3), tf.concat([x, x.add(1)], 3), tf.concat([x, x.add(1)], 0)],
        tf.where(tf.greater(x, 0), x, tf.neg(x)),
        tf.logicalAnd(tf.greater(x, 0), tf.less(x, 1)),
        tf.logicalOr(tf.greater(x, 1), tf.less(x, -1)),
      ]
    },
  ],
  [
    'normalisations',
    () => {
      const [x, v] = [made([6, 11, 12, 30], 1), tf.abs(made([30], 2)).add(0.1) as tf.Tensor1D]
      const [m, o, s] = [3, 4, 5].map((k) => made([30], k)) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D]
      return [
        tf.batchNorm(x, m, v, o, s, 1e-3),
        tf.batchNorm(x, m, v),
        ...[0.5, 0.75, 0.9].flatMap((beta) =>
          withGradients((t) => tf.localResponseNormalization(t as tf.Tensor4D, 2, 1, 0.2, beta), x),
        ),
        tf.softmax(x),
        tf.logSoftmax(x),
      ]
    },
  ],
]
