import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { addonProblem } from '../../src/testing/addon.js'

// Workers run what `npm test` has compiled.
const compiled = new URL('../../dist/index.js', import.meta.url)
const tfjs = createRequire(import.meta.url).resolve('@tensorflow/tfjs')

/** Convolution gradients without end, and a message after each. */
const endless = `
const { parentPort } = require('node:worker_threads')
;(async () => {
  const { useBackend } = await import(${JSON.stringify(compiled.href)})
  const tf = require(${JSON.stringify(tfjs)})
  await useBackend('native', { threads: 2 })
  const [x, w] = [tf.ones([4, 56, 56, 64]), tf.ones([3, 3, 64, 64])]
  for (;;) {
    tf.dispose(tf.grads((a, b) => tf.conv2d(a, b, 1, 'same').relu())([x, w]))
    parentPort.postMessage('step')
  }
})()`

/** Lets a worker do some steps and ends it in the middle of one; the main thread's longest delay in milliseconds. */
async function delayBeside(steps: number): Promise<number> {
  // Without vitest's conditions, which lead to the sources.
  const worker = new Worker(endless, { eval: true, execArgv: [] })
  const delay = monitorEventLoopDelay({ resolution: 5 })
  let done = 0
  await new Promise<void>((resolve, reject) => {
    worker.on('error', reject)
    worker.on('message', () => {
      // The first step comes after loading, which is not what is measured.
      if (++done === 1) delay.enable()
      if (done === steps) resolve()
    })
  })
  delay.disable()
  await worker.terminate()
  return delay.max / 1e6
}

describe.skipIf(addonProblem || !existsSync(compiled))('native in a worker', () => {
  test('leaves the main thread its event loop, and can be ended in the middle of a step', async () => {
    for (let k = 0; k < 3; k++) expect(await delayBeside(10)).toBeLessThan(50)
  })
})
