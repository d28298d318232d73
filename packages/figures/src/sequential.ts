import { oklabToRgb } from './oklab.js'

const chroma = 0.096
const from = { lightness: 0.26, hue: 300 }
const to = { lightness: 0.93, hue: 98 }

/**
 * A sequential scale from dark violet (0) by blue and green to light yellow (1), in the order of viridis: OKLab lightness and
 * hue change linearly at one chroma, so that equal steps look equally large, also in grey and to colour-blind readers.
 * @param t 0 to 1
 * @returns red, green, blue from 0 to 255
 */
export const sequential = (t: number): [number, number, number] => {
  const hue = ((from.hue + (to.hue - from.hue) * t) * Math.PI) / 180
  const lightness = from.lightness + (to.lightness - from.lightness) * t
  return oklabToRgb(lightness, chroma * Math.cos(hue), chroma * Math.sin(hue))
}
