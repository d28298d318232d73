import { spawnSync } from 'node:child_process'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { addonPath } from '../testing/addon-path.js'

const load = `const addon = require(${JSON.stringify(addonPath)});`
const long = `
  const x = new Float32Array(4000 * 3000).map((_, k) => Math.sin(k)), out = new Float32Array(4000 * 3999 / 2)
  addon.pdist({ x, rows: 4000, cols: 3000, metric: 0, float64: false, out, threads: 1, level: 0 })`

test('a worker that starts calls in a loop is terminated at any moment', async () => {
  const source = `${load}
    const { parentPort } = require('node:worker_threads')
    const x = new Float32Array(8), out = new Float32Array(6)
    const args = { x, rows: 4, cols: 2, metric: 0, float64: false, out, threads: 2, level: 0 }
    const go = () => { for (let k = 0; k < 50; k++) addon.pdist(args).promise.then(() => {}, () => {}); setImmediate(go) }
    go()
    parentPort.postMessage('up')`
  for (let round = 0; round < 60; round++) {
    const worker = new Worker(source, { eval: true })
    await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
    await new Promise((resolve) => setTimeout(resolve, (round * 7) % 11))
    await worker.terminate()
  }
}, 60_000)

// The work would take a minute; Node waits for libuv's threads, so a job on one of those would hold it all that time.
test('terminating a worker ends its running work', async () => {
  const worker = new Worker(`${load}${long}; require('node:worker_threads').parentPort.postMessage('up')`, {
    eval: true,
  })
  await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
  const start = performance.now()
  await worker.terminate()
  expect(performance.now() - start).toBeLessThan(5000)
})

test('process.exit() does not wait for running work', () => {
  const script = `${load}${long}; setTimeout(() => process.exit(3), 100)`
  const { status, signal } = spawnSync(process.execPath, ['-e', script], { timeout: 20_000 })
  expect([status, signal]).toEqual([3, null])
})

test('open calls keep the process alive, and finished ones do not', () => {
  const script = `${load}
    const x = new Float32Array(500 * 500), out = new Float32Array(500 * 499 / 2)
    addon.pdist({ x, rows: 500, cols: 500, metric: 3, float64: false, out, threads: 2, level: 0 }).promise.then(() => console.log('settled'))`
  const { status, stdout } = spawnSync(process.execPath, ['-e', script], { timeout: 20_000, encoding: 'utf8' })
  expect([status, stdout]).toEqual([0, 'settled\n'])
})
