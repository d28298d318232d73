import { expect, test } from 'vitest'
import { cmykToRgb } from './cmyk-to-rgb.js'

test('every ink over every black: the exact product, rounded', () => {
  const levels = Array.from({ length: 256 }, (_, level) => level)
  for (const k of levels) {
    const expected = levels.map((c) => 255 - k - Math.round((c * (255 - k)) / 255))
    const cmyk = Uint8Array.from(levels.flatMap((c) => [c, 255, 0, k]))
    expect([...cmykToRgb(cmyk)]).toEqual(expected.flatMap((red) => [red, 0, 255 - k]))
  }
})
