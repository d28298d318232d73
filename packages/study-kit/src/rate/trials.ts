import { createHash } from 'node:crypto'

/** One pair as a rater sees it. */
export interface Trial {
  readonly pair: string
  /** Whether left and right change places. */
  readonly swapped: boolean
}

/**
 * The order in which one rater sees the pairs, and which image stands left. Both come from a SHA-256 of seed, rater and
 * pair, so that each rater has an order of their own, and a program that is started again makes the same one.
 */
export function trialsOf(pairs: readonly string[], seed: number, rater: string): Trial[] {
  const keyed = pairs.map((pair) => ({
    pair,
    key: createHash('sha256')
      .update(JSON.stringify([seed, rater, pair]))
      .digest(),
  }))
  // The first bytes sort and the last one swaps: neither tells anything about the other.
  keyed.sort((a, b) => Buffer.compare(a.key, b.key))
  return keyed.map(({ pair, key }) => ({ pair, swapped: (key[31]! & 1) === 1 }))
}

/** A rater's name as a file can bear it, on any file system. */
export const raterName = /^[a-z0-9][a-z0-9_-]{0,39}$/
