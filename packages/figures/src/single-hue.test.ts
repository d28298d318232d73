import { expect, test } from 'vitest'
import { inkOn, singleHue } from './single-hue.js'
import { theme } from './theme.js'

const linear = (colour: string) =>
  [1, 3, 5].map((i) => {
    const c = Number.parseInt(colour.slice(i, i + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]

const luminance = (colour: string) => {
  const [r, g, b] = linear(colour)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

const contrast = (a: string, b: string) => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

// sRGB to OKLab, the other direction than the code under test.
const oklab = (colour: string) => {
  const [r, g, b] = linear(colour)
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  return {
    lightness,
    hue: (Math.atan2(0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s, a) * 180) / Math.PI + 360,
  }
}

const steps = Array.from({ length: 101 }, (_, i) => i / 100)

test('lightness falls linearly at one hue', () => {
  for (const t of steps) {
    const { lightness, hue } = oklab(singleHue(t))
    // Rounding to 8 bits moves lightness by up to 0.003, and the hue of near-greys by degrees.
    expect(Math.abs(lightness - (0.985 + (0.38 - 0.985) * t))).toBeLessThan(0.003)
    if (t > 0.3) expect(Math.abs(hue - 252)).toBeLessThan(2)
  }
})

test('the ink of a cell reads on every colour', () => {
  for (const t of steps) expect(contrast(singleHue(t), inkOn(t)), String(t)).toBeGreaterThanOrEqual(4.5)
})

test('the first four data colours stand out from white and from near-black', () => {
  for (const colour of theme.palette.slice(0, 4)) {
    expect(contrast(colour, '#ffffff'), colour).toBeGreaterThanOrEqual(3)
    expect(contrast(colour, '#111111'), colour).toBeGreaterThanOrEqual(3)
  }
})
