import { invalid } from '../runtime/errors.js'
import { requireInteger } from './arguments.js'
import { multiplyHigh } from './multiply-high.js'

// Constants of Salmon et al. 2011, section 3: the two multipliers, and the Weyl increments of the key.
const M0 = 0xd2511f53
const M1 = 0xcd9e8d57
const W0 = 0x9e3779b9
const W1 = 0xbb67ae85
const ROUNDS = 10

/**
 * Philox4x32-10 without checks, for loops: writes the four words of one block into `out`.
 * All six inputs are unsigned 32-bit integers.
 */
export function philoxBlock(
  out: Uint32Array,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
): void {
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(M0, c0)
    const low0 = Math.imul(M0, c0)
    const high1 = multiplyHigh(M1, c2)
    const low1 = Math.imul(M1, c2)
    c0 = (high1 ^ c1 ^ k0) >>> 0
    c1 = low1 >>> 0
    c2 = (high0 ^ c3 ^ k1) >>> 0
    c3 = low0 >>> 0
    k0 = (k0 + W0) >>> 0
    k1 = (k1 + W1) >>> 0
  }
  out[0] = c0
  out[1] = c1
  out[2] = c2
  out[3] = c3
}

const requireWords = (name: string, words: ArrayLike<number>, length: number): void => {
  if (words?.length !== length) throw invalid(`${length} words`, name, words?.length ?? words)
  for (let i = 0; i < length; i++) requireInteger(`${name}[${i}]`, words[i]!, 0, 0xffffffff)
}

/**
 * The bijection Philox4x32-10: a 128-bit counter under a 64-bit key becomes 128 random bits.
 * Source: Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", SC11.
 * @param counter four unsigned 32-bit words
 * @param key two unsigned 32-bit words
 * @returns four unsigned 32-bit words
 * @throws {CoreNativeError} on another length or on a value that is not an unsigned 32-bit integer
 */
export function philox4x32(counter: ArrayLike<number>, key: ArrayLike<number>): Uint32Array {
  requireWords('counter', counter, 4)
  requireWords('key', key, 2)
  const out = new Uint32Array(4)
  philoxBlock(out, counter[0]!, counter[1]!, counter[2]!, counter[3]!, key[0]!, key[1]!)
  return out
}
