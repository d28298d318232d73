import * as fc from 'fast-check'
import * as tf from '@tensorflow/tfjs'
import { afterAll, describe, test } from 'vitest'
import { useBackend } from '../../src/index.js'
import { addonProblem } from '../../src/testing/addon.js'
import { expectClose, expectSameBits, made, valuesOn } from './made.js'
import { withGradients } from './programs.js'

// oneDNN plans a sum by the number of threads: of random convolutions one in fifty, of random products one in ninety had
// other bits on another number before they were planned and cut here.
const threads = [2, 3]
const [most, numRuns] = process.env['LIKENESS_LONG'] ? [1e8, 300] : [2e7, 40]
const channels = fc.constantFrom(3, 16, 32, 48, 64, 80, 96, 128, 192, 256, 512)
const side = fc.constantFrom(1, 4, 5, 7, 9, 13, 14, 27, 28, 55, 57)
const convolution = fc
  .record({
    ...{ n: fc.constantFrom(1, 2, 4), h: side, w: side, in: channels, out: channels },
    ...{ kh: fc.constantFrom(1, 3, 5, 7), kw: fc.constantFrom(1, 3, 5, 7), stride: fc.constantFrom(1, 1, 2) },
    pad: fc.constantFrom('same' as const, 'valid' as const),
  })
  .filter((c) => c.pad === 'same' || (c.h >= c.kh && c.w >= c.kw))
  .filter((c) => c.n * c.h * c.w * c.in * c.out * c.kh * c.kw < most)
const length = fc.constantFrom(9, 16, 20, 33, 64, 100, 128, 200, 257, 500, 1000, 4096)
const product = fc
  .record({ m: length, n: length, k: length, a: fc.boolean(), b: fc.boolean() })
  .filter(({ m, n, k }) => m * n * k < most)

async function expectSameOnAnyNumber(program: () => tf.Tensor[]) {
  const one = await valuesOn('native', program, 1)
  for (const number of threads) expectSameBits(await valuesOn('native', program, number), one)
}

describe.skipIf(addonProblem)('the number of threads changes no bit', () => {
  afterAll(() => useBackend('native'))

  test('of any convolution and its gradients', async () => {
    const property = fc.asyncProperty(convolution, (c) =>
      expectSameOnAnyNumber(() =>
        withGradients(
          (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, c.stride, c.pad),
          made([c.n, c.h, c.w, c.in], 1),
          made([c.kh, c.kw, c.in, c.out], 2),
        ),
      ),
    )
    await fc.assert(property, { numRuns })
  })

  test.each([
    [13, 55, 48, 64, 1, 3],
    [13, 13, 256, 64, 7, 7],
    [7, 57, 64, 32, 5, 5],
  ])('of those that oneDNN plans otherwise: %i x %i x %i to %i by %i x %i', (h, w, from, to, kh, kw) =>
    expectSameOnAnyNumber(() =>
      withGradients(
        (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, [[0, 0], [0, 0], [kw - 1, kw - 1], [0, 0]]), // prettier-ignore
        made([1, h, w, from], 1),
        made([kh, kw, from, to], 2),
      ),
    ),
  )

  test('of any matrix product', async () => {
    const property = fc.asyncProperty(product, ({ m, n, k, a, b }) =>
      expectSameOnAnyNumber(() => [tf.matMul(made(a ? [k, m] : [m, k], 1), made(b ? [n, k] : [k, n], 2), a, b)]),
    )
    await fc.assert(property, { numRuns, examples: [[{ m: 257, n: 128, k: 4096, a: false, b: true }]] })
  })

  test('and of more threads than convolutions are planned for', async () => {
    const [x, w] = [
      [1, 28, 28, 64],
      [3, 3, 64, 64],
    ]
    const program = () => [tf.conv2d(made(x!, 1) as tf.Tensor4D, made(w!, 2) as tf.Tensor4D, 1, 'same')]
    expectSameBits(await valuesOn('native', program, 48), await valuesOn('native', program, 1))
  })
})

test.skipIf(addonProblem)('a convolution that skips pixels writes nowhere else', async () => {
  // oneDNN's own gradient of these filters wrote past its memory, and the process ended.
  const program = () =>
    withGradients(
      (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 'valid'),
      made([2, 56, 56, 3], 1),
      made([1, 1, 3, 256], 2),
    )
  const expected = await valuesOn('cpu', program)
  for (let k = 0; k < 20; k++) expectClose(await valuesOn('native', program, 1 + (k % 2)), expected, 1e-5)
})
