import { expect, test } from 'vitest'
import { mixedCalls } from './mixed-calls.js'

test('mixed calls at once with random aborts, for 60 s: what completes has the bits of a call alone', async () => {
  const { completed, aborted } = await mixedCalls(Math.floor(Math.random() * 2 ** 32), 60)
  expect(completed).toBeGreaterThan(500)
  expect(aborted).toBeGreaterThan(50)
}, 180_000)
