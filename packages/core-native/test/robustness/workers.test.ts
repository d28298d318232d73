import { expect, test } from 'vitest'
import { runChild } from './child.js'

test('workers with calls in flight are terminated beside one another, and the process ends cleanly', () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  const { status, signal, stdout, stderr } = runChild('workers.child', [seed, 5])
  expect({ status, signal, stderr }, `seed ${seed}`).toEqual({ status: 0, signal: null, stderr: '' })
  const { terminated, ended, completed } = JSON.parse(stdout) as Record<string, number>
  expect(terminated).toBeGreaterThanOrEqual(6)
  expect(ended).toBeGreaterThanOrEqual(3)
  expect(completed).toBeGreaterThan(0)
})
