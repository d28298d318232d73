import { invalid } from '../runtime/errors.js'
import { requireInteger, splitWords } from './arguments.js'
import { multiplyHigh } from './multiply-high.js'
import { philoxBlock } from './philox4x32.js'

/** An array whose elements can be exchanged in place. */
export interface MutableArray<T> {
  readonly length: number
  [index: number]: T
}

/** 0, ..., n - 1; a plain loop is tens of times faster than Int32Array.from. */
const identity = (n: number): Int32Array => {
  const order = new Int32Array(n)
  for (let i = 0; i < n; i++) order[i] = i
  return order
}

type Words = readonly [low: number, high: number]

/**
 * Counter-based generator: word i of stream s is a pure function of (seed, s, i).
 *
 * Word i is word `i mod 4` of the Philox4x32-10 block with key = [seed low, seed high] and
 * counter = [block low, block high, stream low, stream high], block = floor(i / 4).
 * A stream holds words 0 to 2^53 - 1. Make one with {@link philox}.
 */
export class Philox {
  readonly #seed: Words
  readonly #stream: Words
  readonly #block = new Uint32Array(4)
  #filled = -1
  #position = 0

  /** @param seed and @param stream as low and high 32-bit words; {@link philox} takes plain integers */
  constructor(seed: Words, stream: Words) {
    this.#seed = seed
    this.#stream = stream
  }

  /** Index of the word that the next draw starts with. */
  get position(): number {
    return this.#position
  }

  /** A fresh generator at word 0 of stream `s` of the same seed. @throws {CoreNativeError} as {@link philox} */
  stream(s: number | bigint): Philox {
    return new Philox(this.#seed, splitWords('stream', s))
  }

  /** Moves ahead by `words` words (may be negative, never before word 0). Constant time. @throws {CoreNativeError} */
  skip(words: number): this {
    requireInteger('words', words, -this.#position, Number.MAX_SAFE_INTEGER - this.#position)
    this.#position += words
    return this
  }

  /** Word `i` of this stream, without moving. Constant time. @throws {CoreNativeError} unless 0 <= i <= 2^53 - 1 */
  at(i: number): number {
    requireInteger('i', i, 0, Number.MAX_SAFE_INTEGER)
    return this.#word(i)
  }

  /** The next word: an integer in [0, 2^32). */
  uint32(): number {
    return this.#word(this.#position++)
  }

  /** Uniform in [0, 1) on the grid of 2^-53: high 27 bits of one word, high 26 of the next. Takes 2 words. */
  uniform(): number {
    const high = this.uint32() >>> 5
    return (high * 2 ** 26 + (this.uint32() >>> 6)) * 2 ** -53
  }

  /**
   * Unbiased integer in [0, n), by multiplication with rejection (Lemire 2019, "Fast random integer generation in an
   * interval", algorithm 5). Takes 1 word, and one more for each rejection (chance below n / 2^32).
   * @throws {CoreNativeError} unless n is an integer from 1 to 2^32
   */
  integer(n: number): number {
    requireInteger('n', n, 1, 2 ** 32)
    return this.#below(n)
  }

  /**
   * Standard normal by the cosine half of Box & Muller 1958: sqrt(-2 ln(1 - u)) cos(2 pi v), u and v from
   * {@link uniform}. Takes 4 words, always; the sine half is thrown away so that no value waits between calls.
   */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log1p(-this.uniform()))
    return radius * Math.cos(2 * Math.PI * this.uniform())
  }

  /** Shuffles in place (Fisher-Yates from the last element down; Durstenfeld 1964) and returns the same array. */
  shuffle<A extends MutableArray<unknown>>(array: A): A {
    if (typeof array !== 'object' || array === null) throw invalid('an array', 'array', array)
    requireInteger('array.length', array.length, 0, 2 ** 32)
    for (let i = array.length - 1; i > 0; i--) {
      const j = this.#below(i + 1)
      const held = array[i]
      array[i] = array[j]
      array[j] = held
    }
    return array
  }

  /** A uniformly random order of 0, ..., n - 1. @throws {CoreNativeError} unless 0 <= n <= 2^31 - 1 */
  permutation(n: number): Int32Array {
    requireInteger('n', n, 0, 2 ** 31 - 1)
    return this.shuffle(identity(n))
  }

  /**
   * `k` different integers of [0, n) in random order (the first k steps of a forward Fisher-Yates). O(n) memory.
   * @throws {CoreNativeError} unless 0 <= k <= n <= 2^31 - 1
   */
  sample(n: number, k: number): Int32Array {
    requireInteger('n', n, 0, 2 ** 31 - 1)
    requireInteger('k', k, 0, n)
    const pool = identity(n)
    for (let i = 0; i < k; i++) {
      const j = i + this.#below(n - i)
      const held = pool[i]!
      pool[i] = pool[j]!
      pool[j] = held
    }
    return pool.slice(0, k)
  }

  #below(n: number): number {
    if (n === 2 ** 32) return this.uint32()
    let word = this.uint32()
    let low = Math.imul(word, n) >>> 0
    if (low < n) {
      const threshold = (2 ** 32 - n) % n
      while (low < threshold) {
        word = this.uint32()
        low = Math.imul(word, n) >>> 0
      }
    }
    return multiplyHigh(word, n)
  }

  #word(i: number): number {
    const block = Math.floor(i / 4)
    if (block !== this.#filled) {
      const [k0, k1] = this.#seed
      const [s0, s1] = this.#stream
      philoxBlock(this.#block, block >>> 0, Math.floor(block / 2 ** 32), s0, s1, k0, k1)
      this.#filled = block
    }
    return this.#block[i - 4 * block]!
  }
}

/**
 * A counter-based generator at word 0 of a stream (Philox4x32-10; Salmon et al. 2011).
 * @param seed integer from 0 to 2^64 - 1; a bigint above 2^53 - 1
 * @param stream integer from 0 to 2^64 - 1, default 0; different streams of one seed are independent
 * @throws {CoreNativeError} when seed or stream is negative, fractional, too large or missing
 */
export function philox(seed: number | bigint, stream: number | bigint = 0): Philox {
  return new Philox(splitWords('seed', seed), splitWords('stream', stream))
}
