/** A changed copy of a file, and how it was changed. */
export interface Mutant {
  readonly bytes: Uint8Array
  readonly how: string
}

/** Numbers in [0, 1) that only depend on the seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Every proper prefix, the empty one included. */
export function* everyPrefix(file: Uint8Array): Generator<Mutant> {
  for (let length = 0; length < file.length; length++) yield prefix(file, length)
}

/** Every byte changed by each of the masks in turn. */
export function* everyFlip(file: Uint8Array, masks: readonly number[]): Generator<Mutant> {
  for (let at = 0; at < file.length; at++) for (const mask of masks) yield flip(file, at, mask)
}

/** `count` proper prefixes of seeded lengths. */
export function* seededPrefixes(file: Uint8Array, count: number, seed: number): Generator<Mutant> {
  const random = seededRandom(seed)
  for (let k = 0; k < count; k++) yield prefix(file, Math.floor(random() * file.length))
}

/**
 * `count` changes of one seeded byte to another seeded value: half of them anywhere, the others where a format keeps
 * its structure, in the first 128 and (every tenth) the last 16 bytes.
 */
export function* seededFlips(file: Uint8Array, count: number, seed: number): Generator<Mutant> {
  const random = seededRandom(seed)
  for (let k = 0; k < count; k++) {
    const where = random()
    const span = Math.min(file.length, where < 0.5 ? file.length : where < 0.9 ? 128 : 16)
    const from = where < 0.9 ? 0 : file.length - span
    yield flip(file, from + Math.floor(random() * span), 1 + Math.floor(random() * 255))
  }
}

function prefix(file: Uint8Array, length: number): Mutant {
  return { bytes: file.slice(0, length), how: `the first ${length} bytes` }
}

function flip(file: Uint8Array, at: number, mask: number): Mutant {
  const bytes = new Uint8Array(file)
  bytes[at]! ^= mask
  return { bytes, how: `byte ${at} xor ${mask}` }
}
