import type { PixelImage } from './image.js'

const { fround } = Math

/**
 * Bilinear as TensorFlow 2: pixel centres at half numbers, edges repeated, no smoothing; float32 in the order of
 * `compute_lerp` (tensorflow/core/kernels/image/resize_bilinear_op.cc).
 */
export function resizeTf2(image: PixelImage, height: number, width: number): PixelImage<Float32Array> {
  const { data, channels } = image
  const columns = taps(image.width, width)
  const resized = new Float32Array(height * width * channels)
  let at = 0
  for (const row of taps(image.height, height)) {
    const [top, bottom] = [row.low * image.width * channels, row.high * image.width * channels]
    for (const { low, high, share } of columns)
      for (let c = 0; c < channels; c++) {
        const [left, right] = [low * channels + c, high * channels + c]
        const above = lerp(data[top + left]!, data[top + right]!, share)
        const below = lerp(data[bottom + left]!, data[bottom + right]!, share)
        resized[at++] = lerp(above, below, row.share)
      }
  }
  return { data: resized, height, width, channels }
}

const lerp = (from: number, to: number, share: number) => fround(from + fround(fround(to - from) * share))

/** For each pixel of the result, the two that it lies between, and the second one's share. */
function taps(from: number, to: number) {
  const scale = fround(from / to)
  return Array.from({ length: to }, (_, k) => {
    const place = fround(fround((k + 0.5) * scale) - 0.5)
    const low = Math.floor(place)
    return { low: Math.max(low, 0), high: Math.min(Math.ceil(place), from - 1), share: fround(place - low) }
  })
}
