import { philox } from '@likeness/core-native'
import * as tf from '@tensorflow/tfjs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { useBackend } from '../../src/index.js'
import { dense } from '../../src/ops.js'
import { Sgd } from '../../src/sgd.js'
import { addonProblem } from '../../src/testing/addon.js'
import { nativeBackend } from './made.js'

const side = 48
type Square = tf.Tensor2D

/** Two steps of descent, in place where it can be, and what a reader and a clone keep from between. */
function trained(t: Square): tf.Tensor {
  const weights = tf.variable(t)
  const optimizer = new Sgd(0.1, 0.5)
  const step = () => optimizer.applyGradients([{ name: weights.name, tensor: t.square() }])
  step()
  const between = weights.clone()
  step()
  step()
  const result = weights.add(between).mul(0.5)
  optimizer.dispose()
  weights.dispose()
  return result
}

/** Whatever may share an array with its input, or reuse one: each gives a square again. */
const operations: readonly ((t: Square) => tf.Tensor)[] = [
  (t) => t.relu(),
  (t) => t.add(1.5),
  (t) => t.square(),
  (t) => t.mul(t.step(0.5)),
  (t) => t.sub(t.mean(0)),
  (t) => t.clone(),
  (t) => t.transpose(),
  (t) => t.reverse(0),
  (t) => t.matMul(t, true, false).mul(1e-2),
  (t) => t.slice([8, 0], [24, side]).pad([[8, 16], [0, 0]]), // prettier-ignore
  (t) => t.reshape([1, side, side, 1]).pad([[0, 0], [0, 1], [0, 1], [0, 0]]).maxPool([2, 2], 1, 'valid').reshape([side, side]), // prettier-ignore
  (t) => tf.concat([t.slice([24, 0]), t.slice([0, 0], [24, side])]),
  (t) => tf.split(t, 2)[0]!.tile([2, 1]),
  // A thousandth, and a limit that no value is near: rounding must not decide.
  (t) => t.mul(1000).cast('int32').cast('float32').mul(0.001).add(t.greater(0.12345).cast('float32')),
  (t) => t.cumsum(0).mul(0.1),
  (t) => t.stridedSlice([0, 0], [side, side], [1, 1]).add(0),
  (t) => tf.real(tf.complex(t, t.neg())),
  (t) => tf.grad((x) => x.square().relu().sum())(t),
  (t) =>
    tf
      .grad((x) => dense(dense(x as Square, t, { relu: true }), t, { relu: true }).mul(1e-4))(t)
      .add(t),
  (t) => trained(t),
  (t) => t.gather(tf.range(0, side, 1, 'int32')),
  (t) => t.unstack(0).reduce((sum, row) => sum.add(row), tf.zeros([side])).add(t), // prettier-ignore
]

/** Sums after every fiftieth step, and whether an array that a reader holds has changed. */
async function runPrograms(backend: 'cpu' | 'native', steps: number): Promise<{ sums: number[]; changed: number }> {
  await useBackend(backend)
  const random = philox(3)
  const pick = (n: number) => Math.floor(random.uniform() * n)
  const live: Square[] = []
  const read: { array: Float32Array; copy: Float32Array }[] = []
  const sums: number[] = []
  let changed = 0
  for (let step = 0; step < steps; step++) {
    while (live.length < 3)
      live.push(
        tf.tensor2d(
          Float32Array.from({ length: side * side }, () => random.normal()),
          [side, side],
        ),
      )
    const chosen = live[pick(live.length)]!
    const operation = operations[pick(operations.length)]!
    live.push(tf.tidy(() => operation(chosen.clipByValue(-10, 10) as Square) as Square))
    if (random.uniform() < 0.3) {
      const array = live[pick(live.length)]!.dataSync<'float32'>()
      read.push({ array, copy: array.slice() })
      if (read.length > 40) read.shift()
    }
    while (live.length > 12 || (live.length > 3 && random.uniform() < 0.4))
      live.splice(pick(live.length), 1)[0]!.dispose()
    changed += read.filter(({ array, copy }) => array[7] !== copy[7] || array[side * 40] !== copy[side * 40]).length
    if (step % 50 === 0) sums.push(...live.map((t) => tf.tidy(() => t.sum().dataSync()[0]!)))
  }
  tf.dispose(live)
  return { sums, changed }
}

describe.skipIf(addonProblem)('arrays of the pool', () => {
  afterEach(() => void vi.restoreAllMocks())

  test('are never reused while anything can refer to them: random programs with slices, reads and disposals', async () => {
    const expected = await runPrograms('cpu', 1500)
    const before = tf.memory().numTensors
    const { sums, changed } = await runPrograms('native', 1500)
    expect(changed).toBe(0)
    expect(sums).toHaveLength(expected.sums.length)
    // Sums of 2,304 numbers up to 10 in size, after chains of float32 operations.
    for (const [k, sum] of expected.sums.entries())
      expect(Math.abs(sums[k]! - sum)).toBeLessThan(0.05 + 1e-3 * Math.abs(sum))
    expect(tf.memory().numTensors).toBe(before)
    expect(nativeBackend().pool.bytes).toBeGreaterThan(0)
  })

  test('would be, without the guard: readers see their arrays change', async () => {
    await useBackend('native')
    vi.spyOn(nativeBackend().pool, 'expose').mockImplementation(() => {})
    expect((await runPrograms('native', 1500)).changed).toBeGreaterThan(0)
  })

  test('the real part of complex numbers keeps its array out of the pool', async () => {
    await useBackend('native')
    const made = (value: number) => tf.tidy(() => tf.zeros([64, 64]).add(value))
    const x = made(2)
    const complex = x.cast('complex64')
    x.dispose()
    made(5).dispose()
    expect(
      tf
        .real(complex)
        .dataSync()
        .every((v) => v === 2),
    ).toBe(true)
  })
})
