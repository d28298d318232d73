import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { countMarks, overlappingTexts } from '../test/drawn.js'
import { expectFigure } from '../test/expect-figure.js'
import { madeRdm, madeSmallRdm } from '../test/made.js'
import { rdmHeatMap } from './rdm-heat-map.js'
import { sequential } from './sequential.js'

interface Reader {
  PNG: { sync: { read: (file: Buffer) => { width: number; height: number; data: Buffer } } }
}
const require = createRequire(import.meta.url)
const { PNG } = createRequire(require.resolve('jest-image-snapshot'))('pngjs') as Reader

const pixelsOf = (svg: string) => {
  const { width, data } = PNG.sync.read(Buffer.from(/base64,([^"]+)"/.exec(svg)![1]!, 'base64'))
  return (i: number, j: number) => [...data.subarray(4 * (i * width + j), 4 * (i * width + j) + 4)]
}

const four = { id: 'r', values: [0, 1, 2, 3, 4, 5], valueLabel: 'd' }
const shown = (position: number) => [...sequential(Math.round(position * 253) / 253), 255]

test('groups look as committed', () => expectFigure(rdmHeatMap(madeRdm()), 'rdm-groups'))
test('labels look as committed', () => expectFigure(rdmHeatMap(madeSmallRdm()), 'rdm-labels'))

test('every pair is coloured in both triangles in condensed order, and the diagonal is blank', () => {
  const pixel = pixelsOf(rdmHeatMap(four))
  const pairs = [
    [0, 1],
    [0, 2],
    [0, 3],
    [1, 2],
    [1, 3],
    [2, 3],
  ] as const
  pairs.forEach(([i, j], value) => {
    expect(pixel(i, j)).toEqual(shown(value / 5))
    expect(pixel(j, i)).toEqual(shown(value / 5))
  })
  for (const i of [0, 1, 2, 3]) expect(pixel(i, i)[3]).toBe(0)
})

test('percentiles depend on the order alone, ties share theirs', () => {
  const of = (values: number[]) => pixelsOf(rdmHeatMap({ ...four, values, scale: 'percentile' }))
  expect(of([0, 1, 2, 3, 4, 500])(2, 3)).toEqual(shown(1))
  expect(of([0, 1, 2, 3, 4, 500])(1, 2)).toEqual(shown(3 / 5))
  expect(of([7, 1, 1, 1, 8, 9])(0, 2)).toEqual(shown(1 / 5))
  expect(rdmHeatMap({ ...four, scale: 'percentile' })).toContain('>percentile of d</text>')
})

test('limits clip, and the figure says so', () => {
  const svg = rdmHeatMap({ ...four, limits: [1, 4] })
  expect(pixelsOf(svg)(0, 1)).toEqual(shown(0))
  expect(pixelsOf(svg)(2, 3)).toEqual(shown(1))
  expect(svg).toContain('2 pairs beyond the ends of the colour bar')
})

test('a missing value is grey, counted and in the legend', () => {
  const svg = rdmHeatMap({ ...four, values: [0, NaN, 2, 3, 4, 5] })
  expect(pixelsOf(svg)(0, 2)).toEqual([0xb4, 0xb4, 0xb4, 255])
  expect(svg).toContain('1 pair without value (grey)')
  expect(svg).toContain('>no value</text>')
})

test('equal values stand in the middle of their scale', () => {
  expect(pixelsOf(rdmHeatMap({ ...four, values: Array(6).fill(0) }))(0, 1)).toEqual(shown(0.5))
})

describe('beside the matrix', () => {
  const labels = ['ant', 'bee', 'cat', 'dog']
  const many = { ...four, values: Array.from({ length: 92 * 45.5 }, (_, i) => i % 7) }

  test('labels stand where they fit, with the groups in the legend', () => {
    const svg = rdmHeatMap({
      ...four,
      labels,
      groups: [
        { label: 'insects', size: 2 },
        { label: 'mammals', size: 2 },
      ],
    })
    for (const label of labels) expect(svg.split(`>${label}</text>`).length - 1, label).toBe(2)
    expect(countMarks(svg, 'group')).toBe(4)
    expect(svg).toContain('>insects</text>')
    expect(overlappingTexts(svg)).toEqual([])
  })

  test('else the names of the groups, else numbers', () => {
    const names = Array.from({ length: 92 }, (_, i) => `image ${i}`)
    expect(rdmHeatMap({ ...many, labels: names })).not.toContain('image 5')
    expect(rdmHeatMap({ ...many, labels: names })).toContain('>80</text>')
    const svg = rdmHeatMap({
      ...many,
      labels: names,
      groups: [
        { label: 'a', size: 40 },
        { label: 'b', size: 52 },
      ],
    })
    expect(svg).not.toContain('>80</text>')
    expect(svg).toMatch(/>a<\/text>/)
    expect(svg).toContain('>92 conditions, 4186 pairs</text>')
  })

  test('a dozen groups alternate between two greys', () => {
    const groups = Array.from({ length: 23 }, (_, k) => ({ label: `${k}`, size: 4 }))
    const svg = rdmHeatMap({ ...many, groups })
    const fills = [...svg.matchAll(/class="group"[^>]*fill="([^"]+)"/g)].map(([, fill]) => fill)
    expect(new Set(fills).size).toBe(2)
  })
})

test.each<[string, object]>([
  ['n(n - 1)/2 values of 2 to 4000 conditions for values but received "5 values"', { values: [1, 2, 3, 4, 5] }],
  ['a finite number or NaN for values[1] but received Infinity', { values: [1, Infinity, 3] }],
  ['at least one value', { values: [NaN] }],
  ['4 labels', { labels: ['a'] }],
  ['a string for labels[1]', { labels: ['a', 1, 'c', 'd'] }],
  ['4 conditions in all groups for groups but received 3', { groups: [{ label: 'a', size: 3 }] }],
  ["'value' or 'percentile'", { scale: 'rank' }],
  ['no limits beside percentiles', { scale: 'percentile', limits: [0, 1] }],
  ['a smaller and a larger number', { limits: [1, 1] }],
  ['60 to 2000 pixels', { side: 20 }],
])('refuses: expected %s', (message, options) => {
  expect(() => rdmHeatMap({ ...four, ...options })).toThrow(`Expected ${message}`)
})
