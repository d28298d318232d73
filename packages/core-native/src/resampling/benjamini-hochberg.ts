import { invalid } from '../runtime/errors.js'
import { allocate } from '../runtime/matrix.js'

export interface FalseDiscovery {
  /** 1 where the hypothesis is rejected: its adjusted p is at most alpha. */
  readonly rejected: Uint8Array
  /** Adjusted p: the least alpha that rejects it; NaN where p is. */
  readonly adjusted: Float64Array
  /** The largest p that is rejected; NaN where none is. */
  readonly threshold: number
  /** How many p there were, without those that are NaN. */
  readonly tested: number
  readonly alpha: number
  readonly method: string
}

/**
 * False discovery rate (Benjamini & Hochberg 1995): of m tests the k smallest p are rejected, k the largest with
 * p(k) <= alpha k / m; adjusted p are min over j >= i of m p(j) / j, at most 1. Holds for independent tests and for
 * positively dependent ones (Benjamini & Yekutieli 2001).
 * @param p at least one number from 0 to 1; NaN stands for a test that was not made and is left out
 * @param alpha default 0.05
 * @throws CoreNativeError INVALID_ARGUMENT
 */
export function benjaminiHochberg(p: ArrayLike<number>, alpha = 0.05): FalseDiscovery {
  const values = checkProbabilities(p)
  if (typeof alpha !== 'number' || !(alpha > 0 && alpha < 1)) throw invalid('a number between 0 and 1', 'alpha', alpha)
  const order = Int32Array.from(values.keys())
    .filter((i) => !Number.isNaN(values[i]))
    .sort((a, b) => values[a]! - values[b]!)
  const adjusted = new Float64Array(values.length).fill(NaN)
  const rejected = new Uint8Array(values.length)
  let least = 1
  let threshold = NaN
  for (let k = order.length; k > 0; k--) {
    const i = order[k - 1]!
    least = Math.min(least, (values[i]! * order.length) / k)
    adjusted[i] = least
    if (least > alpha) continue
    rejected[i] = 1
    threshold = Number.isNaN(threshold) ? values[i]! : threshold
  }
  return { rejected, adjusted, threshold, tested: order.length, alpha, method: 'Benjamini-Hochberg' }
}

function checkProbabilities(p: ArrayLike<number>): Float64Array {
  const length: unknown = typeof p === 'object' && p !== null ? p.length : undefined
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 1 || length > 2 ** 31 - 1)
    throw invalid('1 to 2147483647 numbers from 0 to 1', 'p', p)
  const values = allocate(Float64Array, length, 'p')
  for (let i = 0; i < values.length; i++) {
    const value: unknown = p[i]
    if (typeof value !== 'number' || value < 0 || value > 1) throw invalid('a number from 0 to 1', `p[${i}]`, value)
    values[i] = value
  }
  return values
}
