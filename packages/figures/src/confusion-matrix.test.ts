import { expect, test } from 'vitest'
import { countMarks } from '../test/drawn.js'
import { expectFigure } from '../test/expect-figure.js'
import { madeConfusion } from '../test/made.js'
import { confusionMatrix } from './confusion-matrix.js'
import { singleHue } from './single-hue.js'

const two = {
  id: 'c',
  labels: ['cat', 'dog'],
  counts: [
    [3, 1],
    [0, 5],
  ],
}

test('looks as committed', () => expectFigure(confusionMatrix(madeConfusion()), 'confusion-matrix'))

test('one cell per count, coloured by the square root of its share of the row', () => {
  const svg = confusionMatrix(two)
  expect(countMarks(svg, 'cell')).toBe(4)
  const fills = [...svg.matchAll(/class="cell".*?<rect[^>]*fill="([^"]+)"/g)].map(([, fill]) => fill)
  expect(fills).toEqual([Math.sqrt(0.75), 0.5, 0, 1].map(singleHue))
  expect(svg).toContain('<title>true cat, predicted dog: 1 (0.25 of the row)</title>')
  expect(svg).toContain('>proportion of the row (square-root scale)</text>')
})

test('a row without counts has no proportion', () => {
  const svg = confusionMatrix({
    ...two,
    counts: [
      [0, 0],
      [0, 5],
    ],
  })
  expect(svg).toContain('>1 row without counts (no proportion)</text>')
  expect(svg).toContain('true cat, predicted cat: 0 (no proportion)')
})

test('one confusion in a hundred differs visibly from none', () => {
  // 0.1 of the scale, on which every step is equally large.
  expect(Math.sqrt(0.01)).toBe(0.1)
  expect(singleHue(0.1)).not.toBe(singleHue(0))
})

test.each<[string, object]>([
  ['2 to 60 labels for labels', { labels: ['a'] }],
  ['a string for labels[1] but received 1', { labels: ['a', 1] }],
  ['2 rows for counts', { counts: [[1, 2]] }],
  ['2 values for counts[1]', { counts: [[1, 2], [1]] }],
  [
    'a whole number of at least 0 for counts[0][1] but received -1',
    {
      counts: [
        [1, -1],
        [0, 1],
      ],
    },
  ],
  [
    'a whole number of at least 0 for counts[0][1] but received 0.5',
    {
      counts: [
        [1, 0.5],
        [0, 1],
      ],
    },
  ],
  [
    'a whole number of at least 0 for counts[1][0] but received NaN',
    {
      counts: [
        [1, 0],
        [NaN, 1],
      ],
    },
  ],
  [
    'at least one count above 0',
    {
      counts: [
        [0, 0],
        [0, 0],
      ],
    },
  ],
])('refuses: %s', (message, options) => {
  expect(() => confusionMatrix({ ...two, ...options })).toThrow(message)
})
