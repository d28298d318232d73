import { expect, test } from 'vitest'
import { correlate } from './index.js'

test('the example of the README', async () => {
  const result = await correlate([1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 8], { seed: 1, method: 'spearman' })
  // Digits as printed; 1e-14 is left to the mathematical library of another machine.
  expect(result.estimate).toBeCloseTo(0.8857142857142857, 14)
  expect(result.ci![0]).toBeCloseTo(0.06638561523389086, 14)
  expect(result.ci![1]).toBeCloseTo(0.9916441506703588, 14)
  expect(result.bootstrapCi[0]).toBeCloseTo(0.2, 14)
  expect(result.bootstrapCi[1]).toBeCloseTo(1, 14)
  expect(result.p).toBeCloseTo(0.018845481049562705, 14)
  expect(result.permutationP).toBe(0.032896710328967106)
  expect(result).toMatchObject({ n: 6, level: 0.95, method: 'spearman', bootstrapValid: 10_000, seed: 1 })
})
