import * as tf from '@tensorflow/tfjs'
import { expect, test } from 'vitest'
import { useBackend } from './backend.js'

test('auto takes the best backend that works, and says why not a better one', async () => {
  const { name, problems } = await useBackend()
  expect(['gpu', 'wasm']).toContain(name)
  expect(tf.getBackend()).toBe(name === 'gpu' ? 'tensorflow' : 'wasm')
  if (name === 'wasm') expect(problems).toEqual([expect.stringMatching(/^gpu: \S/)])
})

test('a backend by its name', async () => {
  expect(await useBackend('cpu')).toEqual({ name: 'cpu', problems: [] })
  expect(tf.getBackend()).toBe('cpu')
  expect(await useBackend('wasm')).toEqual({ name: 'wasm', problems: [] })
  expect(tf.getBackend()).toBe('wasm')
})

test('a backend that is unknown or absent is one clear error', async () => {
  await expect(useBackend('tpu' as 'cpu')).rejects.toThrow(
    'Expected one of auto, gpu, wasm, cpu for backend but received tpu',
  )
  if ((await useBackend('auto')).name !== 'gpu')
    await expect(useBackend('gpu')).rejects.toMatchObject({
      code: 'BACKEND_UNAVAILABLE',
      message: expect.stringContaining('gpu: '),
    })
})
