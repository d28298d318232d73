import type { Float, Matrix } from '../runtime/matrix.js'
import type { FloatType } from './made-matrix.js'

/** Made features, a dictionary to start from, and rows drawn with replacement. */
export interface SparseProblem {
  readonly x: Matrix<Float>
  readonly dictionary: Matrix<Float>
  readonly batches: Int32Array
  readonly batchSize: number
}

/** The published constants of ISTA. */
export const published = { stepSize: 0.01, threshold: 0.001, tolerance: 0.01, maxIterations: 999 } as const

const kinds = 120
const perImage = 4

/** Three words mixed into 32 bits (the last step of MurmurHash3, by Appleby), as tools/peers/sparse_problem.py has it. */
function mixed(stream: number, a: number, b: number): number {
  let h = Math.imul(stream + 1, 0x9e3779b1) ^ Math.imul(a + 1, 0x85ebca77) ^ Math.imul(b + 1, 0xc2b2ae3d)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/**
 * Features like sampled units of a network's layer: not negative, each image some parts of 120 and noise, divided by the
 * 0.95 quantile. All is made of small integers, so that NumPy (tools/peers/sparse_problem.py) makes the same to the bit.
 */
export function sparseProblem(
  type: FloatType,
  { rows = 10_264, cols = 1000, atoms = 500, batchSize = 250, count = 50 } = {},
): SparseProblem {
  const values = (length: number): Float => (type === 'float32' ? new Float32Array(length) : new Float64Array(length))
  const counts = new Float64Array(rows * cols)
  const weights = new Float64Array(kinds * cols)
  for (let k = 0; k < kinds; k++)
    for (let f = 0; f < cols; f++) {
      const h = mixed(1, k, f)
      weights[k * cols + f] = h % 4 === 0 ? 1 + ((h >>> 8) % 15) : 0
    }
  for (let i = 0; i < rows; i++) {
    const parts = Array.from({ length: perImage }, (_, m) => mixed(2, i, m))
    for (let f = 0; f < cols; f++) {
      let sum = (mixed(3, i, f) % 64) - 48
      for (const part of parts) sum += (1 + ((part >>> 8) % 16)) * weights[(part % kinds) * cols + f]!
      counts[i * cols + f] = Math.max(sum, 0)
    }
  }
  const scale = quantile(counts, 0.95)
  const x = values(rows * cols)
  for (let k = 0; k < x.length; k++) x[k] = counts[k]! / scale
  const dictionary = values(cols * atoms)
  for (let k = 0; k < dictionary.length; k++) {
    const [f, j] = [Math.floor(k / atoms), k % atoms]
    const h = [mixed(4, f, j), mixed(5, f, j)]
    const sum = (h[0]! & 0xffff) + (h[0]! >>> 16) + (h[1]! & 0xffff) + (h[1]! >>> 16)
    dictionary[k] = (sum - 2 * 65535) / 2 ** 20
  }
  const batches = Int32Array.from({ length: count * batchSize }, (_, k) => mixed(6, k, 0) % rows)
  return { x: { data: x, rows, cols }, dictionary: { data: dictionary, rows: cols, cols: atoms }, batches, batchSize }
}

/** Of integers below 2^12, by counting; linear between neighbours (Hyndman & Fan's type 7). */
function quantile(integers: Float64Array, p: number): number {
  const counts = new Uint32Array(2 ** 12)
  for (const value of integers) counts[value]!++
  const at = p * (integers.length - 1)
  const valueAt = (place: number) => {
    let seen = 0
    return counts.findIndex((count) => (seen += count) > place)
  }
  const [low, high] = [valueAt(Math.floor(at)), valueAt(Math.ceil(at))]
  return low + (high - low) * (at % 1)
}
