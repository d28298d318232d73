import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { measurePeak } from './peak.js'

test('a positive rate, higher in float32 than in float64 with vectors, and finite', async () => {
  const rate = await measurePeak('float64', 1, 10_000)
  expect(rate).toBeGreaterThan(0.01)
  expect(rate).toBeLessThan(1e5)
  expect(await measurePeak('float32', availableParallelism(), 10_000)).toBeGreaterThan(0.01)
})
