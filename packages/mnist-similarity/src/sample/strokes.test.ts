import { expect, test } from 'vitest'
import { glyphs, polyline } from './strokes.js'

test('ten digits, each with at least one hand of at least one stroke', () => {
  expect(glyphs).toHaveLength(10)
  for (const hands of glyphs) {
    expect(hands.length).toBeGreaterThan(0)
    for (const strokes of hands) expect(strokes.length).toBeGreaterThan(0)
  }
})

test('all points lie in the unit box', () => {
  for (const value of glyphs.flat(2).flatMap(({ points }) => points.flat())) {
    expect(value).toBeGreaterThanOrEqual(0)
    expect(value).toBeLessThanOrEqual(1)
  }
})

test('straight strokes stay as they are', () => {
  const points = [[0, 0], [0.5, 1], [1, 0.25]] as const // prettier-ignore
  expect(polyline({ smooth: false, points })).toEqual(points)
})

test('a smooth stroke goes through all its points', () => {
  const points = [[0, 0], [0.4, 1], [0.6, 0.1], [1, 1]] as const // prettier-ignore
  const path = polyline({ smooth: true, points })
  expect(path).toHaveLength(3 * 9)
  for (const [at, point] of [
    [0, 0],
    [8, 1],
    [9, 1],
    [17, 2],
    [26, 3],
  ] as const)
    // prettier-ignore
    path[at]!.forEach((value, axis) => expect(value).toBeCloseTo(points[point]![axis]!, 14))
})

test('evenly spaced points on a line stay on it, evenly spaced away from the ends', () => {
  const points = [0, 1, 2, 3].map((k) => [k / 4, k / 8] as const)
  const path = polyline({ smooth: true, points })
  for (const [x, y] of path) expect(y).toBeCloseTo(x / 2, 15)
  path.slice(9, 18).forEach(([x], step) => expect(x).toBeCloseTo((1 + step / 8) / 4, 15))
})

test('every smooth stroke stays within a box a little larger than its points', () => {
  for (const stroke of glyphs.flat(2).filter(({ smooth }) => smooth))
    for (const value of polyline(stroke).flat()) expect(Math.abs(value - 0.5)).toBeLessThan(0.65)
})
