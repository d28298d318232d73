import { expect, test } from 'vitest'
import { countMarks } from '../test/drawn.js'
import { expectFigure } from '../test/expect-figure.js'
import { madeImage, madePairs } from '../test/made.js'
import { imagePairs } from './image-pairs.js'

const pair = { left: madeImage(1), right: madeImage(2, 10, 30), caption: 'a & b' }

test('looks as committed', () => expectFigure(imagePairs(madePairs()), 'image-pairs'))

test('two images a pair, each keeping its proportions', () => {
  const svg = imagePairs({ id: 'p', pairs: [pair, pair, pair, pair] })
  expect(countMarks(svg, 'image')).toBe(8)
  expect(svg).toContain('width="18.67" height="56" preserveAspectRatio')
  expect(svg).toContain('>a &amp; b</text>')
})

test('invert turns the greys round', () => {
  const turned = { ...pair, left: { ...pair.left, data: Array.from(pair.left.data, (v) => 255 - v) } }
  const first = (svg: string) => /base64,([^"]+)/.exec(svg)![1]
  expect(first(imagePairs({ id: 'p', pairs: [pair], invert: true }))).toBe(
    first(imagePairs({ id: 'p', pairs: [turned] })),
  )
})

test.each<[string, object]>([
  ['a filled array for pairs', { pairs: [] }],
  [
    '784 values for pairs[0].left.data but received "783 values"',
    { pairs: [{ ...pair, left: { ...pair.left, data: new Uint8Array(783) } }] },
  ],
  [
    'values from 0 to 255 for pairs[0].right.data[2] but received 256',
    { pairs: [{ ...pair, right: { data: [0, 0, 256], width: 1, height: 3 } }] },
  ],
  [
    'values from 0 to 255 for pairs[0].left.data[0] but received NaN',
    { pairs: [{ ...pair, left: { data: [NaN], width: 1, height: 1 } }] },
  ],
  [
    'a whole number of at least 1 for pairs[0].left.width',
    { pairs: [{ ...pair, left: { data: [], width: 0, height: 1 } }] },
  ],
  ['a filled array for pairs[0].caption', { pairs: [{ ...pair, caption: [] }] }],
  ['a whole number of at least 1 for columns but received 1.5', { pairs: [pair], columns: 1.5 }],
  ['8 to 1000 pixels for imageSize', { pairs: [pair], imageSize: NaN }],
])('refuses: %s', (message, options) => {
  expect(() => imagePairs({ id: 'p', ...(options as { pairs: [] }) })).toThrow(message)
})
