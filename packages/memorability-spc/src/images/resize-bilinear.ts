import { spcError } from '../spc-error.js'

/** An RGB image: height x width x 3 values 0 to 255, row-major. */
export interface RgbImage {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

const CHANNELS = 3
// OpenCV's weights have 11 bits.
const SCALE = 2 ** 11

/**
 * An image in another size, by bilinear interpolation as OpenCV's `resize` does it by default: centres of pixels at half
 * numbers, edges repeated, no smoothing when it shrinks (not Pillow's), in OpenCV's own integers: the same bytes.
 * @throws SpcError INVALID_ARGUMENT for sizes that are no positive integers, or data that do not fit them
 */
export function resizeBilinear({ data, width, height }: RgbImage, toWidth: number, toHeight: number): RgbImage {
  for (const [name, size] of Object.entries({ width, height, toWidth, toHeight }))
    if (!Number.isInteger(size) || size < 1)
      throw spcError('INVALID_ARGUMENT', 'a positive integer', `${name} of an image`, size)
  if (data.length !== width * height * CHANNELS)
    throw spcError('INVALID_ARGUMENT', `${width} x ${height} x ${CHANNELS} values`, 'an image', data.length)
  const [columns, rows] = [taps(width, toWidth), taps(height, toHeight)]
  const resized = new Uint8Array(toWidth * toHeight * CHANNELS)
  let at = 0
  for (const row of rows)
    for (const column of columns)
      for (let channel = 0; channel < CHANNELS; channel++) {
        const pixel = (y: number, x: number) => data[(y * width + x) * CHANNELS + channel]!
        const across = (y: number) => pixel(y, column.low) * column.keep + pixel(y, column.high) * column.take
        const [upper, lower] = [(across(row.low) >> 4) * row.keep, (across(row.high) >> 4) * row.take]
        resized[at++] = ((upper >> 16) + (lower >> 16) + 2) >> 2
      }
  return { data: resized, width: toWidth, height: toHeight }
}

/** For each pixel of the result, the two that it is made of (at an edge twice the same), and their weights in 1/2048. */
function taps(from: number, to: number) {
  const inside = (k: number) => Math.min(Math.max(k, 0), from - 1)
  return Array.from({ length: to }, (_, k) => {
    // In float32, as OpenCV computes it.
    const place = Math.fround((k + 0.5) * (from / to) - 0.5)
    const low = Math.floor(place)
    const share = Math.fround(place - low)
    const [keep, take] = [Math.fround(1 - share), share].map((weight) => roundToEven(weight * SCALE))
    return { low: inside(low), high: inside(low + 1), keep: keep!, take: take! }
  })
}

function roundToEven(value: number): number {
  const below = Math.floor(value)
  if (value - below !== 0.5) return Math.round(value)
  return below % 2 === 0 ? below : below + 1
}
