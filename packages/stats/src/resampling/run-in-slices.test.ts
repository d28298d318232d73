import { expect, test } from 'vitest'
import { runInSlices } from './run-in-slices.js'

const spin = (ms: number) => {
  const end = performance.now() + ms
  while (performance.now() < end);
}

test('runs each step once, in order, and reports the end', async () => {
  const seen: number[] = []
  const progress: [number, number][] = []
  await runInSlices(5, (i) => seen.push(i), { onProgress: (...args) => progress.push(args) })
  expect(seen).toEqual([0, 1, 2, 3, 4])
  expect(progress.at(-1)).toEqual([5, 5])
})

test('gives way to the event loop', async () => {
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  const progress: number[] = []
  await runInSlices(100, () => spin(1), { onProgress: (done) => progress.push(done) })
  clearInterval(timer)
  // 100 ms of work in slices of 12 ms is 8 turns; a busy machine may cut a slice short, never lengthen the count below.
  expect(turns).toBeGreaterThanOrEqual(4)
  expect(progress.length).toBeGreaterThanOrEqual(4)
  expect(progress).toEqual(progress.toSorted((a, b) => a - b))
})

test('an abort rejects with its reason: before, between and within slices', async () => {
  const reason = new Error('stop')
  let steps = 0
  await expect(runInSlices(9, () => steps++, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect(steps).toBe(0)
  const controller = new AbortController()
  setTimeout(() => controller.abort(reason), 5)
  await expect(runInSlices(1e6, () => spin(1), { signal: controller.signal })).rejects.toBe(reason)
  const inner = new AbortController()
  const stop = (i: number) => {
    steps = i
    if (i === 3) inner.abort(reason)
  }
  await expect(runInSlices(9, stop, { signal: inner.signal })).rejects.toBe(reason)
  expect(steps).toBe(3)
})

test('an error of a step comes through', async () => {
  const error = new Error('bad step')
  const fail = () => {
    throw error
  }
  await expect(runInSlices(2, fail, {})).rejects.toBe(error)
})
