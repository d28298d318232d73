const SIZE = 624
const SHIFT = 397

/**
 * Mersenne Twister MT19937 (Matsumoto & Nishimura 1998), seeded by one word through their `init_genrand`, as numpy's
 * `RandomState(seed)` is for an integer.
 */
export class Mt19937 {
  readonly #state = new Uint32Array(SIZE)
  #used = SIZE

  /** @param seed integer from 0 to 2^32 - 1, checked by the caller */
  constructor(seed: number) {
    const state = this.#state
    state[0] = seed
    for (let i = 1; i < SIZE; i++) {
      const before = state[i - 1]!
      state[i] = Math.imul(before ^ (before >>> 30), 1_812_433_253) + i
    }
  }

  /** The next word, 0 to 2^32 - 1. */
  word(): number {
    if (this.#used === SIZE) this.#twist()
    let y = this.#state[this.#used++]!
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }

  #twist(): void {
    const state = this.#state
    for (let i = 0; i < SIZE; i++) {
      const next = state[(i + 1) % SIZE]!
      const y = (state[i]! & 0x80000000) | (next & 0x7fffffff)
      state[i] = state[(i + SHIFT) % SIZE]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
    }
    this.#used = 0
  }
}
