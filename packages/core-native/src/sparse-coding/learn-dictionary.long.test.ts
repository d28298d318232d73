import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { expectClose } from '../testing/expect-close.js'
import { published, sparseProblem } from '../testing/sparse-problem.js'
import { learnDictionary } from './index.js'

interface Golden {
  errors: number[]
  iterations: number[]
  ratios: number[]
  dictionary: { every: [number, number]; values: number[] }
}

// NumPy's norms by the SVD decide the same on each of some two thousand iterations; 250 x 500 codes of 1,000 features.
test('50 batches of 250 take as many iterations as in NumPy, and end with its dictionary', async () => {
  const golden = JSON.parse(readFileSync(new URL('./golden/learning.json', import.meta.url), 'utf8')) as Golden
  const { x, dictionary, batches, batchSize } = sparseProblem('float64')
  const found = await learnDictionary(x, dictionary, {
    ...published,
    centre: 'grand-mean',
    batches,
    batchSize,
    learningRate: 0.01,
  })
  expect([...found.iterations]).toEqual(golden.iterations)
  expect(found.status.every((status) => status === 'converged')).toBe(true)
  // Each batch hands its rounding on to the next, through the dictionary.
  expectClose(found.errors, golden.errors, (e) => 1e-10 * e)
  expectClose(found.ratios, golden.ratios, (r) => 1e-9 * r)
  const [rows, cols] = golden.dictionary.every
  const { data, cols: atoms } = found.dictionary
  const sampled = data.filter((_, k) => Math.floor(k / atoms) % rows === 0 && (k % atoms) % cols === 0)
  expectClose(sampled, golden.dictionary.values, () => 1e-10)
}, 300_000)
