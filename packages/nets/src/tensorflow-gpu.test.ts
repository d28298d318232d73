import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import util from 'node:util'
import * as tf from '@tensorflow/tfjs'
import { afterAll, afterEach, expect, test } from 'vitest'
import { useBackend } from './backend.js'
import { activateTensorFlowGpu } from './tensorflow-gpu.js'

const folder = mkdtempSync(join(tmpdir(), 'likeness-gpu-'))
const tfjs = JSON.stringify(createRequire(import.meta.url).resolve('@tensorflow/tfjs'))
const cpu = JSON.stringify(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-cpu'))
let files = 0

/** A file that stands for the package, with the given text as CommonJS. */
function fake(text: string): string {
  const file = join(folder, `fake-${++files}.cjs`)
  writeFileSync(file, text)
  return file
}

/** One that registers a backend `tensorflow`, computing with the cpu backend's kernels. */
const registers = (isUsingGpuDevice: boolean, change = '') =>
  fake(`const tf = require(${tfjs}), { MathBackendCPU } = require(${cpu})
class Fake extends MathBackendCPU { constructor() { super(); this.firstUse = false; this.isUsingGpuDevice = ${isUsingGpuDevice} } }
tf.registerBackend('tensorflow', () => new Fake())
for (const kernel of tf.getKernelsForBackend('cpu')) tf.registerKernel({ ...kernel, backendName: 'tensorflow' })
${change}`)

afterEach(async () => {
  await useBackend('cpu')
  for (const { kernelName } of tf.getKernelsForBackend('tensorflow')) tf.unregisterKernel(kernelName, 'tensorflow')
  if ('tensorflow' in tf.engine().registryFactory) tf.removeBackend('tensorflow')
})
afterAll(() => rmSync(folder, { recursive: true }))

test('the package is absent', async () => {
  await expect(activateTensorFlowGpu(join(folder, 'absent.cjs'))).rejects.toThrow(/Cannot find|Failed to load/)
})

test('its binary is absent', async () => {
  const file = fake(`throw new Error('The Node.js native addon module (tfjs_binding.node) can not be found')`)
  await expect(activateTensorFlowGpu(file)).rejects.toThrow('can not be found')
})

test('its binary does not load', async () => {
  writeFileSync(join(folder, 'broken.node'), 'no library')
  const file = fake(`process.dlopen(module, ${JSON.stringify(join(folder, 'broken.node'))})`)
  await expect(activateTensorFlowGpu(file)).rejects.toThrow(/broken\.node/)
})

test('it loads where util has lost what it needs, as on Node 23 and later', async () => {
  const legacy = util as unknown as Record<string, unknown>
  const { isNullOrUndefined, isArray } = legacy
  delete legacy['isNullOrUndefined']
  delete legacy['isArray']
  try {
    const needs = `const util = require('node:util')
if (!util.isNullOrUndefined(null) || util.isNullOrUndefined(0) || !util.isArray([])) throw new Error('wrong')`
    await activateTensorFlowGpu(registers(true, needs))
    expect(tf.getBackend()).toBe('tensorflow')
  } finally {
    Object.assign(legacy, { isNullOrUndefined, isArray })
  }
})

test('it runs without a GPU', async () => {
  await expect(activateTensorFlowGpu(registers(false))).rejects.toThrow('it runs, but not on a GPU')
})

test('its backend does not initialise, and TensorFlow.js goes on with another', async () => {
  await useBackend('cpu')
  const file = fake(`require(${tfjs}).registerBackend('tensorflow', () => Promise.reject(new Error('no device')))`)
  await expect(activateTensorFlowGpu(file)).rejects.toThrow('could not initialise its backend tensorflow')
})

test('it computes nonsense', async () => {
  const add = `tf.unregisterKernel('Add', 'tensorflow')
tf.registerKernel({ kernelName: 'Add', backendName: 'tensorflow',
  kernelFunc: ({ inputs, backend }) => backend.makeTensorInfo([1], 'float32', Float32Array.of(4)) })`
  await expect(activateTensorFlowGpu(registers(true, add))).rejects.toThrow('2 + 1 gave 4')
})

test('it works', async () => {
  await activateTensorFlowGpu(registers(true))
  expect(tf.getBackend()).toBe('tensorflow')
  expect(tf.tensor([1, 2]).square().arraySync()).toEqual([1, 4])
})
