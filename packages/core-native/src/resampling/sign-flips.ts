import { splitWords } from '../random/arguments.js'
import { Philox } from '../random/philox.js'
import { allocate } from '../runtime/matrix.js'

/** Which subjects change sign in each flip. */
export interface SignFlips {
  /** How many there are; the first changes none. */
  readonly count: number
  /** Whether they are all that there are, each once. */
  readonly exact: boolean
  /** count x ceil(subjects / 32) words: bit i % 32 of word floor(i / 32) is set where subject i changes sign. */
  readonly bits: Int32Array
}

/**
 * All 2^subjects flips, flip k that of k's own bits, where `flips` are enough for them; else flip 0 that changes no sign,
 * and flip k from the words of stream k of the seed.
 * @throws CoreNativeError INVALID_ARGUMENT (the seed), OUT_OF_MEMORY
 */
export function drawSignFlips(subjects: number, flips: number, seed: number | bigint): SignFlips {
  const words = splitWords('options.seed', seed)
  const perFlip = Math.ceil(subjects / 32)
  const exact = 2 ** subjects <= flips
  const count = exact ? 2 ** subjects : flips
  const bits = allocate(Int32Array, count * perFlip, 'the sign flips')
  for (let flip = 1; flip < count; flip++) {
    if (exact) bits[flip] = flip
    else {
      const random = new Philox(words, [flip, 0])
      for (let w = 0; w < perFlip; w++) bits[flip * perFlip + w] = random.uint32()
    }
  }
  return { count, exact, bits }
}

/** Whether a subject changes sign in a flip. */
export const isFlipped = ({ bits }: SignFlips, subjects: number, flip: number, subject: number): boolean =>
  ((bits[flip * Math.ceil(subjects / 32) + (subject >> 5)]! >>> (subject & 31)) & 1) === 1
