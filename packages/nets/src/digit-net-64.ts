import { digitNetInput, digitNetLayers, digitNetShapes, type DigitNetLayer } from './digit-net.js'
import { invalid } from './nets-error.js'
import { checkWeights, sizeOf, type Weights } from './network.js'

/** A float64 matrix, one row per image. */
export interface Matrix64 {
  readonly data: Float64Array
  readonly rows: number
  readonly cols: number
}

/**
 * The digit network in float64, for exact work: naive sums in order, the input normalised in float64.
 * @param weights as for `digitNet`
 * @param pixels n x 784 values, 0..255
 * @param options.signal aborting rejects with its reason; the event loop gets its turn at every image
 * @returns every layer, n x its length, channels first
 * @throws NetsError INVALID_WEIGHTS, INVALID_ARGUMENT
 */
export async function digitNet64(
  weights: Weights,
  pixels: ArrayLike<number>,
  options: { signal?: AbortSignal; onProgress?: (fraction: number) => void } = {},
): Promise<Record<DigitNetLayer, Matrix64>> {
  checkWeights(weights, digitNetShapes)
  if (pixels.length % 784 !== 0) throw invalid('a multiple of 784 values', 'pixels', `${pixels.length}`)
  const n = pixels.length / 784
  const wide = Object.fromEntries([...weights].map(([name, { data }]) => [name, Float64Array.from(data)]))
  const out = Object.fromEntries(
    digitNetLayers.map(({ name, shape }) => [
      name,
      { data: new Float64Array(n * sizeOf(shape)), rows: n, cols: sizeOf(shape) },
    ]),
  ) as Record<DigitNetLayer, Matrix64>
  let yielded = performance.now()
  for (let i = 0; i < n; i++) {
    const image = Float64Array.from(
      { length: 784 },
      (_, k) => (pixels[i * 784 + k]! / 255 - digitNetInput.mean) / digitNetInput.sd,
    )
    for (const [name, values] of Object.entries(forwardOne(wide, image)))
      out[name as DigitNetLayer].data.set(values, i * values.length)
    if (performance.now() - yielded < 20) continue
    await new Promise((resolve) => setImmediate(resolve))
    options.signal?.throwIfAborted()
    options.onProgress?.((i + 1) / n)
    yielded = performance.now()
  }
  return out
}

function forwardOne(weights: Record<string, Float64Array>, image: Float64Array): Record<DigitNetLayer, Float64Array> {
  const conv1 = convolve(image, 1, 28, weights['conv1.weight']!, weights['conv1.bias']!)
  const conv2 = convolve(pool(conv1, 10, 24), 10, 12, weights['conv2.weight']!, weights['conv2.bias']!)
  const fc1 = dense(pool(conv2, 20, 8), weights['fc1.weight']!, weights['fc1.bias']!).map((v) => (v < 0 ? 0 : v))
  return { conv1, conv2, fc1, fc2: dense(fc1, weights['fc2.weight']!, weights['fc2.bias']!) }
}

/**
 * 5 x 5, valid, ReLU; channels x side x side. Each output adds its terms in order: bias, then channel, row, column. Two
 * filters and two columns go together: four sums keep the processor busy where one would wait for itself.
 */
function convolve(
  x: Float64Array,
  channels: number,
  side: number,
  filter: Float64Array,
  bias: Float64Array,
): Float64Array {
  const [outSide, taps] = [side - 4, channels * 25]
  const area = outSide * outSide
  const out = new Float64Array(bias.length * area)
  for (let o = 0; o < bias.length; o += 2)
    for (let r = 0; r < outSide; r++)
      for (let c = 0; c < outSide; c += 2) {
        let [a0, a1, b0, b1] = [bias[o]!, bias[o]!, bias[o + 1]!, bias[o + 1]!]
        for (let i = 0, w = o * taps; i < channels; i++)
          for (let fr = 0; fr < 5; fr++) {
            const p = (i * side + r + fr) * side + c
            for (let fc = 0; fc < 5; fc++, w++) {
              a0 += filter[w]! * x[p + fc]!
              a1 += filter[w]! * x[p + fc + 1]!
              b0 += filter[w + taps]! * x[p + fc]!
              b1 += filter[w + taps]! * x[p + fc + 1]!
            }
          }
        const at = o * area + r * outSide + c
        out[at] = a0
        out[at + 1] = a1
        out[at + area] = b0
        out[at + area + 1] = b1
      }
  for (let k = 0; k < out.length; k++) if (out[k]! < 0) out[k] = 0
  return out
}

/** 2 x 2 maximum. */
function pool(x: Float64Array, channels: number, side: number): Float64Array {
  const half = side / 2
  const out = new Float64Array(channels * half * half)
  for (let k = 0, at = 0; k < out.length; k++, at += k % half === 0 ? side + 2 : 2)
    out[k] = Math.max(x[at]!, x[at + 1]!, x[at + side]!, x[at + side + 1]!)
  return out
}

function dense(x: Float64Array, weight: Float64Array, bias: Float64Array): Float64Array {
  return bias.map((b, o) => {
    let sum = b
    for (let i = 0; i < x.length; i++) sum += weight[o * x.length + i]! * x[i]!
    return sum
  })
}
