import * as tf from '@tensorflow/tfjs'
import { describe, expect, test } from 'vitest'
import { useBackend } from './backend.js'
import { Sgd } from './sgd.js'
import { addonProblem } from './testing/addon.js'

const shape = [40, 60] as const
const start = () =>
  tf.tidy(() =>
    tf.variable(
      tf
        .range(0, 2400)
        .sin()
        .reshape([...shape]),
    ),
  )

/** The weights after each of four steps of a loss whose gradient changes with them. */
function run(optimizer: tf.Optimizer, after: (weights: tf.Variable) => unknown = () => {}): Float32Array[] {
  const weights = start()
  const values = Array.from({ length: 4 }, () => {
    optimizer.minimize(() => tf.sum(tf.cos(tf.mul(weights, 3))), false, [weights])
    after(weights)
    return Float32Array.from(tf.tidy(() => weights.add(0).dataSync()))
  })
  tf.dispose(weights)
  optimizer.dispose()
  return values
}

const backends = ['cpu', 'wasm', ...(addonProblem ? [] : ['native' as const])] as const

describe.each(backends)('Sgd on %s', (backend) => {
  test.each([0, 0.9])('with momentum %d takes the steps of tf.train, bit for bit', async (momentum) => {
    await useBackend(backend)
    const theirs = momentum ? tf.train.momentum(0.05, momentum) : tf.train.sgd(0.05)
    expect(run(new Sgd(0.05, momentum))).toEqual(run(theirs))
  })

  test('leaves alone what a reader holds', async () => {
    await useBackend(backend)
    const kept: { values: Float32Array; read: Float32Array }[] = []
    run(new Sgd(0.05), (weights) => {
      const read = weights.dataSync<'float32'>()
      kept.push({ read, values: read.slice() })
    })
    for (const { read, values } of kept) expect(read).toEqual(values)
  })

  test('leaves alone a clone', async () => {
    await useBackend(backend)
    const clones: tf.Tensor[] = []
    const values = run(new Sgd(0.05), (weights) => clones.push(weights.clone()))
    expect(clones.map((clone) => clone.dataSync())).toEqual(values)
    tf.dispose(clones)
  })

  test('leaks nothing', async () => {
    await useBackend(backend)
    const before = tf.memory().numTensors
    run(new Sgd(0.05, 0.9))
    expect(tf.memory().numTensors).toBe(before)
  })
})

test.skipIf(addonProblem)('on native weights and velocities stay where they are', async () => {
  await useBackend('native')
  const arrays = new Set<unknown>()
  const holder = tf.engine().backend as unknown as { data: { get(id: object): { values: unknown } } }
  const weights = start()
  const optimizer = new Sgd(0.05, 0.9)
  for (let step = 0; step < 4; step++) {
    optimizer.minimize(() => tf.sum(tf.square(weights)), false, [weights])
    // Of the first step the result is a new array: the pool does not own the one that the weights were given in.
    if (step > 0) arrays.add(holder.data.get(weights.dataId).values)
  }
  expect(arrays.size).toBe(1)
  tf.dispose(weights)
  optimizer.dispose()
})
