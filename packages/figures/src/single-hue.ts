const hue = (252 * Math.PI) / 180
const light = { lightness: 0.985, chroma: 0.004 }
const dark = { lightness: 0.38, chroma: 0.115 }

const channel = (linear: number): number => {
  const clipped = Math.min(1, Math.max(0, linear))
  return Math.round(255 * (clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055))
}

/** OKLab to sRGB, 0 to 255 per channel, with the matrices of Ottosson (2020), "A perceptual color space". */
const srgb = (lightness: number, a: number, b: number): number[] => {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map(channel)
}

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
  const rgb = srgb(lightness, chroma * Math.cos(hue), chroma * Math.sin(hue))
  return `#${rgb.map((c) => c.toString(16).padStart(2, '0')).join('')}`
}

/** Ink that reads on `singleHue(t)` with a contrast of at least 4.5:1. */
export const inkOn = (t: number): string => (t > 0.69 ? '#ffffff' : '#000000')
