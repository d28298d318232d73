import * as tf from '@tensorflow/tfjs'
import { beforeEach, describe, expect, test } from 'vitest'
import { useBackend } from '../../src/index.js'
import { convolve, dense } from '../../src/ops.js'
import { addonProblem } from '../../src/testing/addon.js'
import { expectClose, expectSameBits, made, nativeBackend, valuesOn } from './made.js'

type Program = () => tf.Tensor[]

/** Sums in another order than the cpu backend's, of at most some thousand terms. */
const tolerance = 1e-5
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

/** The values of `f` and its gradients, weighted by fixed normal numbers. */
function withGradients(f: (...x: tf.Tensor[]) => tf.Tensor, ...inputs: tf.Tensor[]): tf.Tensor[] {
  const y = f(...inputs)
  return [y, ...tf.grads(f)(inputs, made(y.shape, 99))]
}

const convolutions: [string, Program][] = pads.flatMap((pad) => [
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

const others: [string, Program][] = [
  [
    'dilated conv2d',
    () => [
      tf.conv2d(made([2, 16, 15, 4], 1) as tf.Tensor4D, made([3, 3, 4, 6], 2) as tf.Tensor4D, 1, 'same', 'NHWC', 2),
    ],
  ],
  ...['relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'linear'].map((activation): [string, Program] => [
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
      [1, 2, 5, 8, 9, 33].map((few): [string, Program] => [
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
  ...[false, true].map((relu): [string, Program] => [
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
  ...[[0], [1], [2], [3], [1, 2], [0, 3], [0, 2], [0, 1, 2], [1, 2, 3], [0, 1, 2, 3]].map((axes): [string, Program] => [
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
  ].map(([a, b]): [string, Program] => [
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

const resized: [string, Program][] = [
  [9, 7, 20, 31],
  [20, 31, 9, 7],
  [6, 6, 1, 1],
  [1, 5, 4, 5],
].flatMap(([h, w, height, width]) =>
  [
    [false, false],
    [true, false],
    [false, true],
  ].map(([corners, half]): [string, Program] => [
    `resizeBilinear, ${h} x ${w} to ${height} x ${width}, align corners ${corners}, half pixel ${half}`,
    () => [tf.image.resizeBilinear(made([3, h!, w!, 17], 1) as tf.Tensor4D, [height!, width!], corners, half)],
  ]),
)

// The cpu backend's gradient knows no half-pixel centres and confuses sides that differ.
const resizeGradients: [string, Program][] = [false, true].map((corners) => [
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
const selections: [string, Program][] = [
  ...[0, 1, 2, 3].flatMap((axis): [string, Program][] => {
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

/** What these programs may still do in JavaScript: they make no kernel's output. */
const inJavaScript = ['Cast']

describe.skipIf(addonProblem)('native kernels, on sizes that are cut into parts and tiles', () => {
  beforeEach(() => useBackend('native'))

  test.each([...convolutions, ...others, ...resized, ...resizeGradients, ...selections])(
    '%s: as the cpu backend, the same bits on one thread and on three',
    async (_, program) => {
      const expected = await valuesOn('cpu', program)
      const one = await valuesOn('native', program, 1)
      const three = await valuesOn('native', program, 3)
      expectClose(one, expected, tolerance)
      expectSameBits(three, one)
    },
  )

  test.each([...resized, ...resizeGradients, ...selections])('%s: without a kernel in JavaScript', (_, program) => {
    nativeBackend().fallbacks.clear()
    tf.tidy(program)
    expect([...nativeBackend().fallbacks.keys()].filter((kernel) => !inJavaScript.includes(kernel))).toEqual([])
  })

  test.each([
    [false, false],
    [true, false],
    [false, true],
  ])('the gradient of resizeBilinear is its transpose, align corners %s, half pixel %s', (corners, half) => {
    const resize = (x: tf.Tensor) => tf.image.resizeBilinear(x as tf.Tensor4D, [13, 5], corners, half)
    const [x, y] = [made([2, 6, 9, 4], 1), made([2, 13, 5, 4], 2)]
    const gradient = tf.grad(resize)(x, y)
    expect(gradient.shape).toEqual(x.shape)
    const [forward, backward] = [resize(x).mul(y), gradient.mul(x)].map((t) => t.sum().dataSync()[0]!)
    const scale = resize(x).mul(y).abs().sum().dataSync()[0]!
    expect(Math.abs(forward! - backward!) / scale).toBeLessThan(1e-6)
  })

  test('what is wrong is said as the cpu backend says it', () => {
    const x = made([3, 4], 1)
    expect(() => tf.gather(x, tf.tensor1d([3], 'int32'))).toThrow('GatherV2: the index value 3 is not in [0, 2]')
    expect(() => tf.gather(x, tf.tensor1d([-1], 'int32'))).toThrow('GatherV2: the index value -1 is not in [0, 2]')
    expect(() => tf.stridedSlice(x, [0, 0], [1, 1], [0, 1])).toThrow('strides')
  })

  test('large sums have the same bits over runs and numbers of threads', async () => {
    const program = () => [
      ...withGradients(
        (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
        made([16, 28, 28, 32], 1),
        made([3, 3, 32, 64], 2),
      ),
      ...withGradients(
        (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
        made([16, 28, 28, 32], 1),
        made([3, 3, 32, 1], 2),
      ),
      ...[
        [1, 56, 64, 1, 96],
        [1, 56, 128, 3, 40],
        [1, 14, 256, 3, 256],
        [3, 28, 10, 5, 20],
      ].flatMap(([n, side, channels, k, filters]) =>
        withGradients(
          (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
          made([n!, side!, side!, channels!], 1),
          made([k!, k!, channels!, filters!], 2),
        ),
      ),
      tf.matMul(made([20, 9000], 1), made([9000, 20], 2)),
    ]
    const one = await valuesOn('native', program, 1)
    for (const threads of [1, 2, 3]) expectSameBits(await valuesOn('native', program, threads), one)
  })

  test('NaN goes where it goes on the cpu backend', async () => {
    const program = () => {
      const x = tf.tensor4d([NaN, 1, -1, NaN, 0, 2, NaN, NaN], [1, 2, 2, 2])
      return [
        ...[tf.maxPool(x, 2, 1, 'valid'), tf.relu(x), tf.relu6(x), tf.step(x), tf.max(x, [1, 2]), tf.min(x, 3)],
        ...[tf.sum(x, 3), tf.maximum(x, 0), tf.minimum(0, x), tf.exp(x), tf.tanh(x), tf.sigmoid(x), tf.elu(x)],
        ...[tf.clipByValue(x, 0, 1), tf.sign(x), tf.pow(x, 0), tf.pow(1, x), tf.leakyRelu(x), tf.abs(x)],
      ]
    }
    expectClose(await valuesOn('native', program), await valuesOn('cpu', program), 1e-6)
  })
})
