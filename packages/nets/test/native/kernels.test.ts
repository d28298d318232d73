import * as tf from '@tensorflow/tfjs'
import { beforeEach, describe, expect, test } from 'vitest'
import { useBackend } from '../../src/index.js'
import { addonProblem } from '../../src/testing/addon.js'
import { convolutions } from './convolution-programs.js'
import { expectClose, expectSameBits, made, nativeBackend, valuesOn } from './made.js'
import { others } from './other-programs.js'
import { withGradients } from './programs.js'
import { resizeGradients, resized, selections } from './selection-programs.js'

/** Sums in another order than the cpu backend's, of at most some thousand terms. */
const tolerance = 1e-5

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
