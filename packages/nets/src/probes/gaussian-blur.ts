/**
 * A Gaussian blur of each channel in place, as scipy.ndimage.gaussian_filter: separable, cut off at 4 standard deviations
 * (radius int(4 sigma + 0.5)), the image mirrored at its edges with the edge repeated.
 * @param values height x width x channels
 */
export function gaussianBlur(values: Float32Array, [height, width, channels]: readonly number[], sigma: number): void {
  const kernel = gaussian(sigma)
  for (let channel = 0; channel < channels!; channel++) {
    for (let x = 0; x < width!; x++) blurLine(values, x * channels! + channel, width! * channels!, height!, kernel)
    for (let y = 0; y < height!; y++) blurLine(values, y * width! * channels! + channel, channels!, width!, kernel)
  }
}

function gaussian(sigma: number): Float64Array {
  const radius = Math.trunc(4 * sigma + 0.5)
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, k) =>
    Math.exp(-((k - radius) ** 2) / (2 * sigma ** 2)),
  )
  const sum = weights.reduce((total, weight) => total + weight)
  return weights.map((weight) => weight / sum)
}

function blurLine(values: Float32Array, start: number, stride: number, length: number, kernel: Float64Array): void {
  const radius = (kernel.length - 1) / 2
  const line = Float64Array.from({ length: length + 2 * radius }, (_, k) => values[start + stride * mirrored(k - radius, length)]!) // prettier-ignore
  for (let k = 0; k < length; k++) {
    let sum = 0
    for (let tap = 0; tap < kernel.length; tap++) sum += kernel[tap]! * line[k + tap]!
    values[start + stride * k] = sum
  }
}

/** d c b a | a b c d | d c b a */
function mirrored(k: number, length: number): number {
  const place = ((k % (2 * length)) + 2 * length) % (2 * length)
  return place < length ? place : 2 * length - 1 - place
}
