import type { PixelImage } from './image.js'
import type { PilFilter } from './pil-filters.js'

// Pillow's weights are integers of 22 bits after the point: 32 less 8 of a pixel less 2 for what overshoots.
const PRECISION_BITS = 22
const HALF = 1 << (PRECISION_BITS - 1)

/**
 * Resampling as Pillow does it for 8 bits: first along rows, then along columns, rounded to 8 bits after each; a side that
 * keeps its length is left alone (libImaging/Resample.c, `ImagingResample`).
 */
export function resizePil(
  image: PixelImage<Uint8Array>,
  height: number,
  width: number,
  filter: PilFilter,
): PixelImage<Uint8Array> {
  const { channels } = image
  let { data } = image
  if (width !== image.width)
    data = resample(data, { outer: image.height, from: image.width, inner: channels }, width, filter)
  if (height !== image.height)
    data = resample(data, { outer: 1, from: image.height, inner: width * channels }, height, filter)
  return { data: data === image.data ? data.slice() : data, height, width, channels }
}

/** The middle axis of an array outer x from x inner, resampled to length `to`. */
function resample(
  data: Uint8Array,
  { outer, from, inner }: { outer: number; from: number; inner: number },
  to: number,
  filter: PilFilter,
): Uint8Array {
  const taps = Array.from({ length: to }, (_, k) => tapsOf(k, from, to, filter))
  // Clamps as Pillow does, and rounds: the halves were added before.
  const resampled = new Uint8ClampedArray(outer * to * inner)
  for (let o = 0, at = 0; o < outer; o++)
    for (const { first, weights } of taps)
      for (let i = 0; i < inner; i++) {
        let sum = HALF
        for (let k = 0; k < weights.length; k++) sum += data[(o * from + first + k) * inner + i]! * weights[k]!
        resampled[at++] = sum >> PRECISION_BITS
      }
  return new Uint8Array(resampled.buffer)
}

/** Where the pixels that make pixel `k` of the result begin, and their weights, which add up to 1 (`precompute_coeffs`). */
function tapsOf(k: number, from: number, to: number, { support, weight }: PilFilter) {
  const scale = from / to
  const stretch = Math.max(scale, 1)
  const [centre, reach] = [(k + 0.5) * scale, support * stretch]
  const first = Math.max(Math.trunc(centre - reach + 0.5), 0)
  const end = Math.min(Math.trunc(centre + reach + 0.5), from)
  const narrow = 1 / stretch
  const raw = Array.from({ length: end - first }, (_, x) => weight((x + first - centre + 0.5) * narrow))
  const sum = raw.reduce((total, value) => total + value, 0)
  return { first, weights: Int32Array.from(raw, (value) => fixed(sum === 0 ? value : value / sum)) }
}

function fixed(weight: number): number {
  return Math.trunc(weight * 2 ** PRECISION_BITS + (weight < 0 ? -0.5 : 0.5))
}
