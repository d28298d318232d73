import type { PixelImage } from './image.js'
import { roundToEven } from './round-to-even.js'

// OpenCV's weights have 11 bits (INTER_RESIZE_COEF_BITS).
const SCALE = 2 ** 11

/**
 * Bilinear as OpenCV's `resize` with INTER_LINEAR for 8 bits: centres of pixels at half numbers, edges repeated, no smoothing,
 * in its fixed-point arithmetic (modules/imgproc/src/resize.cpp, `HResizeLinear`, `VResizeLinear` of uchar).
 */
export function resizeOpencv(image: PixelImage<Uint8Array>, height: number, width: number): PixelImage<Uint8Array> {
  const { data, channels } = image
  const columns = taps(image.width, width)
  const resized = new Uint8Array(height * width * channels)
  let at = 0
  for (const row of taps(image.height, height)) {
    const [top, bottom] = [row.low * image.width * channels, row.high * image.width * channels]
    for (const { low, high, keep, take } of columns)
      for (let c = 0; c < channels; c++) {
        const [left, right] = [low * channels + c, high * channels + c]
        const above = (data[top + left]! * keep + data[top + right]! * take) >> 4
        const below = (data[bottom + left]! * keep + data[bottom + right]! * take) >> 4
        resized[at++] = (((above * row.keep) >> 16) + ((below * row.take) >> 16) + 2) >> 2
      }
  }
  return { data: resized, height, width, channels }
}

/** For each pixel of the result, the two that it is made of (at an edge twice the same), and their weights in 1/2048. */
function taps(from: number, to: number) {
  const inside = (k: number) => Math.min(Math.max(k, 0), from - 1)
  const scale = 1 / (to / from)
  return Array.from({ length: to }, (_, k) => {
    const place = Math.fround((k + 0.5) * scale - 0.5)
    const low = Math.floor(place)
    const share = Math.fround(place - low)
    const [keep, take] = [Math.fround(1 - share), share].map((weight) => roundToEven(weight * SCALE))
    return { low: inside(low), high: inside(low + 1), keep: keep!, take: take! }
  })
}
