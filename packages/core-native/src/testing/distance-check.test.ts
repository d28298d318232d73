import { expect, test } from 'vitest'
import { cdist, pdist } from '../distance/index.js'
import { condensedPairs, distanceCheck, productPairs } from './distance-check.js'
import { madeMatrix } from './made-matrix.js'

test.each([2, 3, 9, 40])('condensedPairs knows the rows of every entry for %i rows', (n) => {
  const expected = []
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) expected.push([i, j])
  const { i, j, at } = condensedPairs(n, 1e6)
  expect(at).toEqual(expected.map((_, k) => k))
  expect(i.map((row, p) => [row, j[p]])).toEqual(expected)
})

test('a sample is spread evenly, its ends included', () => {
  const { i, j, at } = condensedPairs(2000, 500)
  expect([at.length, at[0], at.at(-1)]).toEqual([500, 0, (2000 * 1999) / 2 - 1])
  expect([i[0], j[0], i.at(-1), j.at(-1)]).toEqual([0, 1, 1998, 1999])
  expect(productPairs(3, 5, 2)).toEqual({ i: [0, 2], j: [0, 4], at: [0, 14] })
})

test('one wrong value is the error, for ours and for a peer', async () => {
  const x = madeMatrix('float64', 20, 50)
  const d = await pdist(x, 'euclidean')
  const pairs = condensedPairs(20)
  const check = distanceCheck(x, x, 'euclidean', pairs)
  expect(Number(check.ours(d))).toBeLessThan(1e-15)
  const wrong = d.map((value, k) => (k === 77 ? value * 1.5 : value))
  expect(check.ours(wrong)).toBe('5e-1')
  expect(check.theirs({ values: pairs.at.map((k) => wrong[k]!) }, d)).toBe('5e-1')
})

test('a product result is read row by row; NaN is an error, not agreement', async () => {
  const both = madeMatrix('float32', 12, 50)
  const x = { data: both.data.subarray(0, 250), rows: 5, cols: 50 }
  const y = { data: both.data.subarray(250), rows: 7, cols: 50 }
  const { data } = await cdist(x, y, 'correlation')
  const check = distanceCheck(x, y, 'correlation', productPairs(5, 7))
  expect(Number(check.ours(data))).toBeLessThan(1e-6)
  expect(check.ours(data.map((value, k) => (k === 9 ? NaN : value)))).toBe('NaN')
})
