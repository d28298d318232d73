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

/** 5 x 5, valid, ReLU; channels x side x side. */
function convolve(
  x: Float64Array,
  channels: number,
  side: number,
  filter: Float64Array,
  bias: Float64Array,
): Float64Array {
  const outSide = side - 4
  const out = new Float64Array(bias.length * outSide * outSide)
  for (let o = 0; o < bias.length; o++)
    for (let r = 0; r < outSide; r++)
      for (let c = 0; c < outSide; c++) {
        let sum = bias[o]!
        for (let i = 0; i < channels; i++)
          for (let fr = 0; fr < 5; fr++) {
            const from = (i * side + r + fr) * side + c
            const w = ((o * channels + i) * 5 + fr) * 5
            for (let fc = 0; fc < 5; fc++) sum += filter[w + fc]! * x[from + fc]!
          }
        out[(o * outSide + r) * outSide + c] = sum < 0 ? 0 : sum
      }
  return out
}

/** 2 x 2 maximum. */
function pool(x: Float64Array, channels: number, side: number): Float64Array {
  const half = side / 2
  return Float64Array.from({ length: channels * half * half }, (_, k) => {
    const [channel, r, c] = [Math.floor(k / half / half), Math.floor(k / half) % half, k % half]
    const at = (channel * side + 2 * r) * side + 2 * c
    return Math.max(x[at]!, x[at + 1]!, x[at + side]!, x[at + side + 1]!)
  })
}

function dense(x: Float64Array, weight: Float64Array, bias: Float64Array): Float64Array {
  return bias.map((b, o) => {
    let sum = b
    for (let i = 0; i < x.length; i++) sum += weight[o * x.length + i]! * x[i]!
    return sum
  })
}
