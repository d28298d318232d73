import * as tf from '@tensorflow/tfjs'
import { expect, test } from 'vitest'
import { useBackend } from '../../src/backend.js'
import { runSuite } from './run-suite.js'
import known from './wasm-failures.json' with { type: 'json' }

// The list may only shrink: take out what passes, add nothing. Of TensorFlow.js's own gradients it would have 334 entries.
test('TensorFlow.js itself on wasm: what fails is on the list, and all of the list fails', async () => {
  const { passed, skipped, failed } = await runSuite('wasm')
  const names = failed.map(({ name }) => name.replace(' wasm {}', '')).sort()
  const listed = [known.missingKernels, known.limits].flatMap((reasons) => Object.values(reasons).flat()).sort()
  expect(names.filter((name) => !listed.includes(name))).toEqual([])
  expect(listed.filter((name) => !names.includes(name))).toEqual([])
  expect(names).toEqual(listed)
  expect(listed.length).toBeLessThanOrEqual(279)
  // What @tensorflow/tfjs-core 4.22.0 has: 4,225 that every backend runs, and 5 that want one of several names or flags.
  expect([passed + failed.length, skipped]).toEqual([4225, 5])
}, 120_000)

test('a kernel that a failure is put down to is missing', async () => {
  await useBackend('wasm')
  for (const kernel of Object.keys(known.missingKernels)) expect(tf.getKernel(kernel, 'wasm')).toBeUndefined()
})

test('on cpu our gradients fail none of its specs', async () => {
  const { passed, failed } = await runSuite('cpu')
  expect(failed).toEqual([])
  expect(passed).toBe(4227)
}, 120_000)
