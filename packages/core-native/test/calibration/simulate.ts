import { philox, type Matrix, type Philox } from '../../src/index.js'

/**
 * Noise of mean 0 and variance 1, symmetric and nearly normal (kurtosis 2.85): the sum of the halves of four words. Only
 * integers, a product and a root, so the same bits on every engine, which neither `Philox.normal` nor `**` promises.
 */
export function noise(random: Philox): number {
  let sum = 0
  for (let word = 0; word < 4; word++) {
    const bits = random.uint32()
    sum += (bits & 0xffff) + (bits >>> 16)
  }
  return (sum - 4 * 65_535) / (65_536 * Math.sqrt(2 / 3))
}

/** Values of `noise`, or of a function of it. */
export function noiseVector(random: Philox, length: number, value = (z: number) => z): Float64Array {
  const out = new Float64Array(length)
  for (let k = 0; k < length; k++) out[k] = value(noise(random))
  return out
}

export const matrix = (data: Float64Array, rows: number): Matrix<Float64Array> => ({
  ...{ data, rows },
  cols: data.length / rows,
})

/** Rows of one length, one below the other. */
export function stack(rows: readonly Float64Array[]): Matrix<Float64Array> {
  const cols = rows[0]!.length
  const data = new Float64Array(rows.length * cols)
  rows.forEach((row, r) => data.set(row, r * cols))
  return matrix(data, rows.length)
}

/** Squared Euclidean distances between conditions, in the order of `pdist`. */
export function rdmOf(patterns: Float64Array, conditions: number): Float64Array {
  const channels = patterns.length / conditions
  const out = new Float64Array((conditions * (conditions - 1)) / 2)
  let cell = 0
  for (let a = 0; a < conditions; a++)
    for (let b = a + 1; b < conditions; b++, cell++)
      for (let c = 0; c < channels; c++) {
        const difference = patterns[a * channels + c]! - patterns[b * channels + c]!
        out[cell]! += difference * difference
      }
  return out
}

/** Sum of vectors with weights. */
export const mixed = (a: Float64Array, weightA: number, b: Float64Array, weightB: number): Float64Array =>
  a.map((v, k) => weightA * v + weightB * b[k]!)

/** Simulated sets: set i is made from stream i of the seed, and its number is the seed of its inference. */
export async function forSets(
  seed: number,
  sets: number,
  each: (random: Philox, set: number) => Promise<void> | void,
): Promise<void> {
  for (let set = 0; set < sets; set++) await each(philox(seed, set), set)
}

/** Mean, and its standard error. */
export function meanOf(values: ArrayLike<number>): { mean: number; error: number } {
  const n = values.length
  const mean = Array.from(values).reduce((sum, v) => sum + v, 0) / n
  const squares = Array.from(values).reduce((sum, v) => sum + (v - mean) * (v - mean), 0)
  return { mean, error: Math.sqrt(squares / (n - 1) / n) }
}
