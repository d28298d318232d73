import { Resvg } from '@resvg/resvg-js'
import { describe, expect, test } from 'vitest'
import { readFont } from '../test/read-font.js'
import { figureFont as font } from './figure-font.js'
import { textWidth } from './text-width.js'

const drawn = (text: string, weight: number) =>
  new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text font-family="Source Sans 3" font-size="10" font-weight="${weight}">${text}</text></svg>`,
    { font },
  ).getBBox()!.width

describe('textWidth', () => {
  test.each([
    [400, 0],
    [600, 1],
  ] as const)('ASCII at weight %d is what the font says, the rest no less', (weight, file) => {
    for (const [point, advance] of readFont(font.fontFiles[file]!)) {
      const width = textWidth(String.fromCodePoint(point), 1000, weight)
      if (point >= 0x20 && point < 0x7f) expect(width).toBe(advance)
      // Wider than an em are only dashes of two and three em, per mille signs, ligatures and some pictures.
      else if (advance <= 1000) expect(width, `U+${point.toString(16)}`).toBeGreaterThanOrEqual(advance)
    }
  })

  test.each(['Judged dissimilarity (z-score)', 'r = −0.171, 95 % CI [−0.57, 0.29]', 'AVATAR Toy', 'Größe ρ ≥ 3 × 10²'])(
    'bounds what is drawn of %s, generously by a tenth at most',
    (text) => {
      for (const weight of [400, 600] as const) {
        expect(textWidth(text, 10, weight)).toBeGreaterThanOrEqual(drawn(text, weight) - 0.5)
        expect(textWidth(text, 10, weight)).toBeLessThan(drawn(text, weight) * 1.1 + 1)
      }
    },
  )

  test('the empty text has no width', () => {
    expect(textWidth('', 10)).toBe(0)
  })
})
