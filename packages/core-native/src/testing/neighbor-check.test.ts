import { expect, test } from 'vitest'
import { cdist } from '../distance/index.js'
import { madeFeatures } from './made-features.js'
import { neighborCheck } from './neighbor-check.js'

const k = 3
const both = madeFeatures('float64', 60, 40)
const queries = { data: both.data.subarray(0, 20 * 40), rows: 20, cols: 40 }
const base = { data: both.data.subarray(20 * 40), rows: 40, cols: 40 }

async function neighbors() {
  const { data } = await cdist(queries, base, 'euclidean', { device: 'reference' })
  const found = Array.from({ length: queries.rows }, (_, i) => {
    const row = Array.from(data.subarray(i * base.rows, (i + 1) * base.rows), (d, j) => ({ d, j }))
    return row.toSorted((a, b) => a.d - b.d).slice(0, k)
  }).flat()
  return { indices: found.map(({ j }) => j), distances: found.map(({ d }) => d) }
}

test('the true neighbours have no error, and a peer that finds them agrees', async () => {
  const ours = await neighbors()
  const check = neighborCheck(queries, base, k)
  expect(Number(check.ours(ours))).toBeLessThan(1e-15)
  expect(check.theirs({ ...ours }, ours)).toMatch(/^\de-\d\d, 100.00 % of its neighbours are ours$|^0e\+0, 100.00 %/)
})

test('a farther row instead of a neighbour is an error, and so is another index', async () => {
  const ours = await neighbors()
  const check = neighborCheck(queries, base, k)
  const distances = ours.distances.map((d, n) => (n === 0 ? 2 * d : d))
  const indices = ours.indices.map((j, n) => (n < 6 ? j + 1 : j))
  expect(check.ours({ ...ours, distances })).toBe('1e+0')
  expect(check.theirs({ indices, distances }, ours)).toBe('1e+0, 90.00 % of its neighbours are ours')
})
