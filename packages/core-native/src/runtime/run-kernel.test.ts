import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { cdist, pdist } from '../distance/index.js'
import { addonPath } from '../testing/addon-path.js'
import { bits, madeMatrix } from '../testing/made-matrix.js'
import { sanitized } from '../testing/sanitized.js'
import { loadAddon } from './native.js'

const large = madeMatrix('float32', 3000, 2000)
const small = madeMatrix('float32', 50, 20)

describe.each(['cpu', 'reference'] as const)('cancelling on %s', (device) => {
  test('rejects with signal.reason before the work is finished, and the next call works', async () => {
    const expected = await pdist(small, 'correlation', { device })
    const controller = new AbortController()
    const reason = new Error('enough')
    let reached = 0
    const job = pdist(large, 'correlation', { device, signal: controller.signal, onProgress: (f) => (reached = f) })
    setTimeout(() => controller.abort(reason), 60)
    await expect(job).rejects.toBe(reason)
    expect(reached).toBeLessThan(1)
    expect(bits(await pdist(small, 'correlation', { device })).equals(bits(expected))).toBe(true)
  })

  test('an aborted signal rejects before any work', async () => {
    let called = 0
    const options = { device, signal: AbortSignal.abort('no'), onProgress: () => called++ }
    await expect(pdist(large, 'euclidean', options)).rejects.toBe('no')
    expect(called).toBe(0)
  })

  test('aborting after the end changes nothing', async () => {
    const controller = new AbortController()
    const d = await pdist(small, 'cityblock', { device, signal: controller.signal })
    controller.abort()
    expect(d[0]).toBeGreaterThan(0)
  })
})

test('progress rises from 0 to 1 and the event loop stays free', async () => {
  const seen: number[] = []
  let ticks = 0
  const timer = setInterval(() => ticks++, 5)
  await pdist(madeMatrix('float32', sanitized ? 600 : 2000, 2000), 'chebyshev', { onProgress: (f) => seen.push(f) })
  clearInterval(timer)
  expect(seen.at(-1)).toBe(1)
  expect(seen.length).toBeGreaterThan(1)
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b))
  expect(ticks).toBeGreaterThan(3)
})

test('calls that run at once do not disturb one another', async () => {
  const xs = [5, 40, 90, 200].map((rows) => madeMatrix('float64', rows, 130))
  const alone: Buffer[] = []
  for (const x of xs) alone.push(bits(await pdist(x, 'correlation')))
  const controller = new AbortController()
  const cancelled = pdist(large, 'cosine', { signal: controller.signal })
  const together = await Promise.all(
    [...xs, ...xs, ...xs].map((x, k) => pdist(x, 'correlation', { threads: 1 + (k % 4) })),
  )
  controller.abort()
  await expect(cancelled).rejects.toThrow('aborted')
  together.forEach((d, k) => expect(bits(d).equals(alone[k % 4]!)).toBe(true))
})

test('what the native side refuses is one error, with the stack of its caller', () => {
  const { addon } = loadAddon()
  const args = { rows: 9, cols: 9, metric: 0, float64: false, out: new Float32Array(36), threads: 1, level: 0 }
  expect(() => addon!['pdist']!({ ...args, x: new Float32Array(3) })).toThrow('x: the typed array')
  expect(() => addon!['pdist']!({ ...args, x: new Float32Array(81), level: 9 })).toThrow('SIMD level')
  const spoofed = Object.defineProperty(new Int32Array(81), Symbol.toStringTag, { value: 'Float32Array' })
  const x = { data: spoofed as unknown as Float32Array, rows: 9, cols: 9 }
  return expect(pdist(x, 'cosine')).rejects.toMatchObject({
    ...{ code: 'INTERNAL', message: expect.stringContaining('pdist: x: the typed array') },
    stack: expect.stringContaining('run-kernel'),
  })
})

test.each(['cpu', 'reference'] as const)(
  '%s: an onProgress that throws ends the work with its error',
  async (device) => {
    const error = new Error('from onProgress')
    let calls = 0
    const onProgress = () => {
      calls++
      throw error
    }
    await expect(pdist(large, 'chebyshev', { device, onProgress })).rejects.toBe(error)
    expect(calls).toBe(1)
  },
)

test('many calls may share one signal: one listener, and none of them is forgotten', async () => {
  const controller = new AbortController()
  const warnings: Error[] = []
  const warn = (warning: Error) => warnings.push(warning)
  process.on('warning', warn)
  const jobs = Array.from({ length: 30 }, () => pdist(large, 'chebyshev', { signal: controller.signal }))
  setTimeout(() => controller.abort('all'), 20)
  const ends = await Promise.allSettled(jobs)
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', warn)
  expect(ends.map((end) => end.status === 'rejected' && end.reason)).toEqual(jobs.map(() => 'all'))
  expect(warnings).toEqual([])
})

test('the matrix is read once, at the call', async () => {
  const x = { ...madeMatrix('float32', 5, 4) }
  const pending = cdist(x, x, 'euclidean')
  x.rows = 77
  expect(await pending).toMatchObject({ rows: 5, cols: 5 })
})

test('a worker thread has an environment of its own, and may end with its pool still warm', async () => {
  const source = `
    const { parentPort } = require('node:worker_threads')
    const addon = require(${JSON.stringify(addonPath)})
    const x = new Float32Array(200 * 64).map((_, k) => Math.fround(Math.sin(k * k)))
    const out = new Float32Array(200 * 199 / 2)
    addon.pdist({ x, rows: 200, cols: 64, metric: 3, float64: false, out, threads: 3, level: 0 }).promise
      .then(() => parentPort.postMessage(out))`
  const results = await Promise.all(
    [1, 2, 3].map(
      () =>
        new Promise<Float32Array>((resolve, reject) => {
          const worker = new Worker(source, { eval: true })
          worker.once('message', (out) => void worker.terminate().then(() => resolve(out))).once('error', reject)
        }),
    ),
  )
  const data = new Float32Array(200 * 64).map((_, k) => Math.fround(Math.sin(k * k)))
  const here = await pdist({ data, rows: 200, cols: 64 }, 'correlation')
  for (const out of results) expect(bits(out).equals(bits(here))).toBe(true)
})

test('cdist cancels too', async () => {
  const controller = new AbortController()
  setTimeout(() => controller.abort('stop'), 30)
  await expect(cdist(large, large, 'cityblock', { signal: controller.signal })).rejects.toBe('stop')
})

test('one row, or nothing to compare, allocates nothing and is done at once', async () => {
  const wide = { data: new Float32Array(4_000_000), rows: 1, cols: 4_000_000 }
  expect((await pdist(wide, 'correlation')).length).toBe(0)
  expect((await cdist(wide, { ...wide, data: wide.data.subarray(0, 0), rows: 0 }, 'cosine')).data.length).toBe(0)
})

test('few rows of many columns are cancelled while they are prepared', async () => {
  const wide = { data: new Float32Array(8_000_000).fill(1), rows: 2, cols: 4_000_000 }
  const controller = new AbortController()
  let aborted = 0
  setTimeout(() => {
    aborted = performance.now()
    controller.abort('stop')
  }, 40)
  await expect(pdist(wide, 'correlation', { signal: controller.signal })).rejects.toBe('stop')
  // Generous: it took 700 to 1,000 ms when only whole panels were looked at.
  expect(performance.now() - aborted).toBeLessThan(sanitized ? 5000 : 500)
})
