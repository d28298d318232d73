import * as tf from '@tensorflow/tfjs'
import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { useBackend } from './backend.js'
import { addonProblem } from './testing/addon.js'

const order = ['tensorflow-gpu', 'native', 'wasm', 'cpu']

test('auto takes the best backend that works, and says why not each better one', async () => {
  const { name, problems } = await useBackend()
  expect(tf.getBackend()).toBe(name === 'tensorflow-gpu' ? 'tensorflow' : name)
  expect(problems).toEqual(order.slice(0, order.indexOf(name)).map((n) => expect.stringMatching(`^${n}: \\S`)))
  if (!addonProblem) expect(order.indexOf(name)).toBeLessThanOrEqual(1)
})

test.each(['cpu', 'wasm'] as const)('the backend %s by its name', async (name) => {
  expect(await useBackend(name)).toEqual({ name, problems: [] })
  expect(tf.getBackend()).toBe(name)
})

test.skipIf(addonProblem)('the backend native by its name', async () => {
  expect(await useBackend('native', { threads: availableParallelism() })).toEqual({ name: 'native', problems: [] })
  expect(tf.getBackend()).toBe('native')
})

test('a backend that is unknown or absent is one clear error, and the one before stays active', async () => {
  await expect(useBackend('tpu' as 'cpu')).rejects.toThrow(
    'Expected one of auto, tensorflow-gpu, native, wasm, cpu for backend but received tpu',
  )
  await useBackend('cpu')
  if ((await useBackend('auto')).name === 'tensorflow-gpu') return
  await useBackend('cpu')
  await expect(useBackend('tensorflow-gpu')).rejects.toMatchObject({
    code: 'BACKEND_UNAVAILABLE',
    message: expect.stringMatching(/tensorflow-gpu: \S/),
  })
  expect(tf.getBackend()).toBe('cpu')
})

test.each([0, 1.5, NaN, 1025])('%s threads are refused', async (threads) => {
  await expect(useBackend('cpu', { threads })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: `Expected an integer from 1 to 1024 for threads but received ${threads}`,
  })
})
