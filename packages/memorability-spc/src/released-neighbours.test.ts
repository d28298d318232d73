import { expect, test } from 'vitest'
import { compareNeighbours } from './released-neighbours.js'

const layer = (distinctiveness: number[], ids = [1, 2, 3, 4, 5]) => ({
  ids: Int32Array.from(ids),
  memorability: Float64Array.of(0.1, 0.3, 0.2, 0.5, 0.4),
  distinctiveness: Float64Array.from(distinctiveness),
  reconstructionError: new Float64Array(ids.length),
})
const released = (distances: number[], ids: number[]) => ({
  ids: Int32Array.from(ids),
  fillers: new Int32Array(ids.length),
  distances: Float64Array.from(distances),
})
const four = Array.from({ length: 4 }, () => layer([0, 1, 0, 0, 1]))

test('equal but for rounding, larger and smaller, joined by id and not by row', () => {
  const found = compareNeighbours(released([2, 7, 30, 4.000001, 5], [5, 2, 3, 4, 1]), [
    ...four,
    layer([5, 6, 30, 4, 3]),
  ])
  expect(found).toMatchObject({ n: 5, equal: 3, larger: 1, smaller: 1 })
})

test('a duplicate is at 0 in every layer; r is taken with and without it', () => {
  const found = compareNeighbours(released([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]), [...four, layer([0, 2, 0.5, 4, 5])])
  expect(found).toMatchObject({ duplicates: [1], larger: 2, equal: 3, nWithoutDuplicates: 4 })
  const { released: r, paper, paperWithoutDuplicates } = found.r
  expect(r).toBeCloseTo(0.8, 12)
  expect(new Set([r, paper, paperWithoutDuplicates]).size).toBe(3)
})

test('the tolerance is that of float32, not of a changed digit', () => {
  const near = (distance: number) =>
    compareNeighbours(released([distance, 1, 1, 1, 1], [1, 2, 3, 4, 5]), [...four, layer([1000, 1, 1, 1, 1])])
  expect([near(1000.0005).equal, near(1000.05).larger, near(999.95).smaller]).toEqual([5, 1, 1])
})
