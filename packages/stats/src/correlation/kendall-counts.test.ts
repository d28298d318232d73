import { expect, test } from 'vitest'
import { kendallCounts } from './kendall-counts.js'

test('counts by hand', () => {
  // Pairs (0,1) tied in x, (2,3) tied in both, (0,2) and (0,3) concordant, (1,2) and (1,3) discordant.
  expect(kendallCounts([1, 1, 2, 2], [3, 5, 4, 4])).toEqual({
    pairs: 6,
    discordant: 2,
    score: 0,
    x: { pairs: 2, triples: 0, weighted: 36 },
    y: { pairs: 1, triples: 0, weighted: 18 },
  })
  expect(kendallCounts([7, 7, 7], [1, 2, 3]).x).toEqual({ pairs: 3, triples: 6, weighted: 66 })
})
