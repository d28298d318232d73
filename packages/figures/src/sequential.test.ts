import { expect, test } from 'vitest'
import { sequential } from './sequential.js'

// sRGB to OKLab, the other direction than the code under test.
const oklab = (rgb: readonly number[]): [number, number, number] => {
  const [r, g, b] = rgb.map((value) => {
    const c = value / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

const places = Array.from({ length: 21 }, (_, k) => oklab(sequential(k / 20)))

test('equal steps look equally large, and none leaves the colours of a screen', () => {
  const steps = places.slice(1).map((place, k) => Math.hypot(...place.map((value, axis) => value - places[k]![axis]!)))
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length
  // 8-bit rounding moves a colour by up to 0.003, a tenth of a step.
  for (const step of steps) expect(Math.abs(step / mean - 1)).toBeLessThan(0.15)
})

test('lightness rises evenly, so that the scale survives a grey print', () => {
  places.forEach(([lightness], k) => expect(Math.abs(lightness - (0.26 + (0.67 * k) / 20))).toBeLessThan(0.006))
})
