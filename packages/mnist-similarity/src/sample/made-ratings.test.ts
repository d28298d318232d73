import { philox } from '@likeness/core-native'
import { describe, expect, test } from 'vitest'
import { naivePearson } from '../../test/naive.js'
import { madeRatings } from './made-ratings.js'

const similarities = (n: number, seed: number) => {
  const random = philox(seed, 1)
  return Array.from({ length: n }, () => 0.5 + 0.5 * random.uniform())
}
const counts = Array.from({ length: 97 }, (_, k) => k + 4)

describe.each([
  { network: 0.6, interRater: 0.8 },
  { network: -0.3, interRater: 0.2 },
  { network: 0, interRater: 0.95 },
])('planted: $network with the network, $interRater between raters', (planted) => {
  test('exactly, for 4 to 100 pairs and many seeds, from 1 to 10', () => {
    for (const n of counts)
      for (const seed of [n, 1000 + n, 2 ** 40 + n]) {
        const network = similarities(n, seed)
        const [first, second] = madeRatings(network, seed, planted)
        const mean = first.map((v, k) => (v + second[k]!) / 2)
        // Sums of up to 100 terms, and noise that may lie close to what it is made orthogonal to: 1e-12.
        expect(Math.abs(naivePearson(network, mean) - planted.network)).toBeLessThan(1e-12)
        expect(Math.abs(naivePearson(first, second) - planted.interRater)).toBeLessThan(1e-12)
        const all = [...first, ...second]
        expect([Math.min(...all), Math.max(...all)]).toEqual([1, 10])
      }
  })
})

test('perfect agreement: both raters alike, and the network with them', () => {
  const network = similarities(10, 1)
  const [first, second] = madeRatings(network, 1, { network: 1, interRater: 1 })
  expect(second).toEqual(first)
  expect(naivePearson(network, first)).toBeCloseTo(1, 12)
})

test('a seed gives the same ratings, another seed others', () => {
  const planted = { network: 0.6, interRater: 0.8 }
  const network = similarities(20, 1)
  expect(madeRatings(network, 7, planted)).toEqual(madeRatings(network, 7, planted))
  expect(madeRatings(network, 8, planted)).not.toEqual(madeRatings(network, 7, planted))
})

test.each([
  [[], 'but received none'],
  [[0.1, 0.2, 0.3], 'but received 0.1, 0.2, 0.3'],
  [[0.5, 0.5, 0.5, 0.5], 'but received 0.5, 0.5, 0.5, 0.5'],
  [[0.1, 0.2, NaN, 0.4], 'but received 0.1, 0.2, NaN, 0.4'],
])('%j leave nothing to plant', (some, message) => {
  expect(() => madeRatings(some, 1, { network: 0.6, interRater: 0.8 })).toThrow(
    `Expected at least 4 numbers that differ for similarities ${message}`,
  )
})
