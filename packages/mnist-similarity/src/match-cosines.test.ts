import { expect, test } from 'vitest'
import { matchCosines } from './match-cosines.js'

// Condensed: (0,1) (0,2) (0,3) (1,2) (1,3) (2,3).
const cosines = [0.5, 0.25, 0.125, 0.75, 0.251, NaN]

test('candidates within the tolerance, the nearest first, as pairs of rows', () => {
  expect(matchCosines(0.2501, cosines, 4, 0.01)).toEqual({
    printed: 0.2501,
    candidates: [
      { pair: [0, 2], cosine: 0.25 },
      { pair: [1, 3], cosine: 0.251 },
    ],
    nearest: expect.closeTo(0.0001, 12),
  })
})

test('the tolerance itself counts', () => {
  expect(matchCosines(0.625, cosines, 4, 0.125).candidates.map(({ pair }) => pair)).toEqual([[0, 1], [1, 2]]) // prettier-ignore
})

test('nothing within it: the nearest difference tells how far', () => {
  expect(matchCosines(0.9, cosines, 4, 1e-7)).toEqual({
    printed: 0.9,
    candidates: [],
    nearest: expect.closeTo(0.15, 12),
  })
})

test('NaN matches nothing', () => {
  expect(matchCosines(NaN, cosines, 4, 1).candidates).toEqual([])
  expect(matchCosines(0.5, [NaN, NaN, NaN], 3, 1)).toEqual({ printed: 0.5, candidates: [], nearest: Infinity })
})

test('no pairs at all', () => expect(matchCosines(0.5, [], 1, 1).nearest).toBe(Infinity))
