import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectClose } from '../testing/expect-close.js'
import { golden } from '../testing/resampling-golden.js'
import { benjaminiHochberg } from './index.js'

test('agrees with the least alpha that rejects, found by trying each', () => {
  const { p, adjusted } = golden.discovery
  expectClose(benjaminiHochberg(p).adjusted, adjusted, () => 1e-15)
})

test('the example of the paper: four of fifteen at 0.05', () => {
  // Benjamini & Hochberg 1995, section 3.2.
  const p = [
    ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528],
    ...[0.759, 1],
  ]
  const { rejected, threshold, tested } = benjaminiHochberg(p)
  expect([...rejected]).toEqual(p.map((_, i) => Number(i < 4)))
  expect([threshold, tested]).toEqual([0.0095, 15])
})

test('rejects the k smallest, k the largest with p(k) <= alpha k / m', () => {
  const probability = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.01, 0.02, 0.05, NaN))
  const alphas = fc.constantFrom(0.01, 0.05, 0.2)
  fc.assert(
    fc.property(fc.array(probability, { minLength: 1, maxLength: 40 }), alphas, (p, alpha) => {
      const { rejected, adjusted, threshold, tested } = benjaminiHochberg(p, alpha)
      const sorted = p.filter((v) => !Number.isNaN(v)).sort((a, b) => a - b)
      const limit = sorted.findLast((v, i) => (v * sorted.length) / (i + 1) <= alpha)
      expect(tested).toBe(sorted.length)
      expect(threshold).toEqual(limit ?? NaN)
      p.forEach((v, i) => {
        expect(rejected[i]).toBe(Number(limit !== undefined && v <= limit))
        expect(Number.isNaN(adjusted[i])).toBe(Number.isNaN(v))
        expect(adjusted[i]! <= alpha).toBe(rejected[i] === 1)
      })
    }),
    { seed: 1 },
  )
})

test('NaN is left out and stated', () => {
  const found = benjaminiHochberg([NaN, 0.01, NaN, 0.04])
  expect(found).toMatchObject({ tested: 2, threshold: 0.04, alpha: 0.05 })
  expect([...found.adjusted]).toEqual([NaN, 0.02, NaN, 0.04])
  expect([...found.rejected]).toEqual([0, 1, 0, 1])
  expect(benjaminiHochberg([NaN])).toMatchObject({ tested: 0, threshold: NaN })
})

describe('bad input gets one clear error', () => {
  const bad = benjaminiHochberg as (...args: unknown[]) => unknown
  test.each([
    [[], 'Expected 1 to 2147483647 numbers from 0 to 1 for p but received undefined'],
    [[[]], 'numbers from 0 to 1 for p but received an object of type Array'],
    [[[0.5, 1.5]], 'Expected a number from 0 to 1 for p[1] but received 1.5'],
    [[['0.5']], 'for p[0] but received 0.5 of type string'],
    [[[0.5], 0], 'Expected a number between 0 and 1 for alpha but received 0'],
  ])('%#', (args, message) => {
    expect(() => bad(...args)).toThrow(message)
    expect(() => bad(...args)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
  })
})
