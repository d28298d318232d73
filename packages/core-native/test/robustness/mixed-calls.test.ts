import { expect, test } from 'vitest'
import { mixedCalls } from './mixed-calls.js'

test('mixed calls at once with random aborts, for 5 s: what completes has the bits of a call alone', async () => {
  const { completed, aborted } = await mixedCalls(Math.floor(Math.random() * 2 ** 32), 5)
  expect(completed).toBeGreaterThan(20)
  expect(aborted).toBeGreaterThan(2)
})
