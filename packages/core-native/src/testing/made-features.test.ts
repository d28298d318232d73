import { expect, test } from 'vitest'
import { madeFeatures } from './made-features.js'
import { bits } from './made-matrix.js'

test('made features are sparse, not negative, of varying norm, and the same each time', () => {
  const { data, rows, cols } = madeFeatures('float32', 300, 500)
  expect(bits(madeFeatures('float32', 300, 500).data).equals(bits(data))).toBe(true)
  const zeros = data.filter((value) => value === 0).length / data.length
  expect(zeros).toBeGreaterThan(0.7)
  expect(zeros).toBeLessThan(0.9)
  expect(data.every((value) => value >= 0)).toBe(true)
  const norms = Array.from({ length: rows }, (_, i) => Math.hypot(...data.subarray(i * cols, (i + 1) * cols)))
  const ratio = Math.max(...norms) / Math.min(...norms)
  expect(ratio).toBeGreaterThan(8)
  expect(ratio).toBeLessThan(16)
})
