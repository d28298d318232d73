import * as tf from '@tensorflow/tfjs'
import { describe, expect, test } from 'vitest'
import { useBackend } from '../../src/index.js'
import { addonProblem } from '../../src/testing/addon.js'
import { expectClose, made, nativeBackend, valuesOn } from './made.js'
import { gradients, madeWeight, models } from './models.js'

type Name = keyof typeof models

/** What may run in JavaScript in a training step: work on a handful of labels. */
const onLabels = ['Range', 'Mod', 'Cast', 'FloorMod']

/** Steps of gradient descent with momentum. */
function train(name: Name, steps: number): void {
  const { weights, input, loss } = models[name]
  const variables = Object.fromEntries(
    Object.entries(weights).map(([w, shape], k) => [w, tf.tidy(() => tf.variable(madeWeight(shape, k + 1)))]),
  )
  const optimizer = tf.train.momentum(0.01, 0.9)
  const x = made(input, 50) as tf.Tensor4D
  for (let step = 0; step < steps; step++)
    optimizer.minimize(() => loss(x, (w) => variables[w]!), false, Object.values(variables))
  tf.dispose([x, ...Object.values(variables)])
  optimizer.dispose()
  // Its base class's scalar, which the momentum optimizer forgets (TensorFlow.js 4.22).
  ;(optimizer as unknown as { c?: tf.Scalar }).c?.dispose()
}

describe.skipIf(addonProblem)('small networks on native', () => {
  test.each(Object.keys(models) as Name[])(
    '%s: the loss and all gradients agree with the cpu backend',
    async (name) => {
      const program = () => gradients(models[name])
      // float32 through some ten layers.
      expectClose(await valuesOn('native', program), await valuesOn('cpu', program), 1e-4)
    },
  )

  test.each(Object.keys(models) as Name[])('%s trains without a kernel in JavaScript', async (name) => {
    await useBackend('native')
    nativeBackend().fallbacks.clear()
    train(name, 2)
    expect([...nativeBackend().fallbacks.keys()].filter((kernel) => !onLabels.includes(kernel))).toEqual([])
  })

  test('a kernel that is not native is counted, so the tests above can fail', async () => {
    await useBackend('native')
    nativeBackend().fallbacks.clear()
    tf.tidy(() => tf.atan(tf.tensor1d([1, 2, 3])))
    expect(nativeBackend().fallbacks.get('Atan')).toEqual({ calls: 1, milliseconds: expect.any(Number) })
  })

  test('100 training steps keep no tensor and no memory', async () => {
    await useBackend('native', { threads: 1 })
    train('resNet', 30)
    const before = tf.memory()
    const [pooled, resident] = [nativeBackend().pool.bytes, process.memoryUsage.rss()]
    train('resNet', 100)
    expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers })
    expect(nativeBackend().pool.bytes).toBe(pooled)
    // A step makes some 3 MB of tensors: kept, they would be 300 MB.
    expect(process.memoryUsage.rss() - resident).toBeLessThan(60e6)
  })
})
