import { expect, test } from 'vitest'
import { countMarks } from '../test/drawn.js'
import { expectFigure } from '../test/expect-figure.js'
import { madeHistograms } from '../test/made.js'
import { histograms, type HistogramsOptions } from './histograms.js'

const one: HistogramsOptions = {
  id: 'h',
  groups: [{ label: 'a', counts: [1, 2], n: 3 }],
  edges: [0, 1, 3],
  xLabel: 'x',
  yLabel: 'count',
}

test('looks as committed', () => expectFigure(histograms(madeHistograms()), 'histograms'))

test('one panel per group, one mark per bin, median and mean where given', () => {
  const svg = histograms(madeHistograms(7))
  expect(countMarks(svg, 'panel')).toBe(7)
  expect(countMarks(svg, 'bin')).toBe(140)
  // One more of each in the legend.
  expect([countMarks(svg, 'median'), countMarks(svg, 'mean')]).toEqual([8, 8])
  expect(svg).toContain('>n = 5,400</text>')
})

test('bins are as wide as their edges say and as high as their counts', () => {
  const bins = [...histograms(one).matchAll(/class="bin"[^>]*width="([\d.]+)" height="([\d.]+)"/g)].map((m) =>
    m.slice(1).map(Number),
  )
  expect(bins[1]![0]! / bins[0]![0]!).toBeCloseTo(2, 2)
  expect(bins[1]![1]! / bins[0]![1]!).toBeCloseTo(2, 2)
})

test('a median beyond the edges widens the axis, NaN draws none', () => {
  const wide = histograms({ ...one, groups: [{ ...one.groups[0]!, median: 7, mean: NaN }] })
  expect(wide).toContain('data-x-domain="0 7"')
  expect([countMarks(wide, 'median'), countMarks(wide, 'mean')]).toEqual([2, 0])
})

test('empty groups are drawn', () => {
  expect(histograms({ ...one, groups: [{ label: 'a', counts: [0, 0], n: 0 }] })).toContain('>n = 0</text>')
})

test.each<[string, object]>([
  ['a filled array for groups', { groups: [] }],
  ['at least two values for edges', { edges: [1] }],
  ['ascending values for edges[2] but received 1', { edges: [0, 1, 1] }],
  ['a finite number for edges[1]', { edges: [0, NaN, 1] }],
  ['2 values for groups[0].counts', { groups: [{ label: 'a', counts: [1], n: 1 }] }],
  [
    'a finite number of at least 0 for groups[0].counts[1] but received -2',
    { groups: [{ label: 'a', counts: [1, -2], n: 1 }] },
  ],
  [
    'a finite number of at least 0 for groups[0].counts[0] but received NaN',
    { groups: [{ label: 'a', counts: [NaN, 2], n: 1 }] },
  ],
  ['a whole number of at least 0 for groups[0].n', { groups: [{ label: 'a', counts: [1, 2], n: 1.5 }] }],
  ['a whole number of at least 1 for columns', { columns: 0 }],
  ['at least 40 pixels of height', { size: { width: 400, height: 100 } }],
])('refuses: %s', (message, options) => {
  expect(() => histograms({ ...one, ...options })).toThrow(message)
})
