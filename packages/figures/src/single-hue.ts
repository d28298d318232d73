import { hexColour, oklabToRgb } from './oklab.js'

const hue = (252 * Math.PI) / 180
const light = { lightness: 0.985, chroma: 0.004 }
const dark = { lightness: 0.38, chroma: 0.115 }

const mix = (from: number, to: number, t: number) => from + (to - from) * t

/**
 * A single-hue blue scale from near-white (0) to dark (1) whose OKLab lightness falls linearly, so that equal steps
 * look equally large, also in grey and to colour-blind readers.
 * @param t 0 to 1
 * @returns "#rrggbb"
 */
export const singleHue = (t: number): string => {
  const lightness = mix(light.lightness, dark.lightness, t)
  const chroma = mix(light.chroma, dark.chroma, t)
  return hexColour(oklabToRgb(lightness, chroma * Math.cos(hue), chroma * Math.sin(hue)))
}

/** Ink that reads on `singleHue(t)` with a contrast of at least 4.5:1. */
export const inkOn = (t: number): string => (t > 0.69 ? '#ffffff' : '#000000')
