import { expect, test } from 'vitest'
import { readFont } from '../test/read-font.js'
import { figureFont } from './figure-font.js'
import { coveredRanges, missingGlyphs } from './glyph-coverage.js'

test('the list is that of the installed fonts', () => {
  const fonts = figureFont.fontFiles.map(readFont)
  const points = [...fonts[0]!.keys()].filter((p) => fonts.every((font) => font.has(p))).sort((a, b) => a - b)
  const ranges: [number, number][] = []
  for (const point of points) {
    if (ranges.at(-1)?.[1] === point - 1) ranges.at(-1)![1] = point
    else ranges.push([point, point])
  }
  const written = ranges.map(([a, b]) => (a === b ? a.toString(16) : `${a.toString(16)}-${b.toString(16)}`))
  expect(coveredRanges).toBe(written.join(','))
})

test('what figures write is there, what is not is named once', () => {
  expect(missingGlyphs('ρ = −0.17 – ≥ × ± ² ₁ … □ ⁻⁰¹²³⁴⁵⁶⁷⁸⁹ äéß Δσμ√\n\t')).toEqual([])
  expect(missingGlyphs('a字😀b字\ufffd')).toEqual(['字', '😀', '\ufffd'])
})
