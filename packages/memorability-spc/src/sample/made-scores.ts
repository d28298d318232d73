import { philox } from '@likeness/core-native'

/** How well each target is remembered; target i has id i + 1. */
export interface MadeScores {
  readonly ids: readonly number[]
  readonly hit: Float64Array
  readonly fa: Float64Array
  readonly correctedHit: Float64Array
}

/**
 * Scores with a planted answer: corrected hit = 0.3 + 0.4 s + N(0, 0.05), s the unreconstructability; false alarms have
 * nothing to do with it.
 */
export function madeScores(unreconstructability: Float64Array, seed: number): MadeScores {
  const random = philox(seed, 3000)
  const ids = Array.from(unreconstructability, (_, i) => i + 1)
  const fa = unreconstructability.map(() => 0.02 + 0.1 * random.uniform())
  const hit = unreconstructability.map((s, i) => Math.min(1, 0.3 + 0.4 * s + 0.05 * random.normal() + fa[i]!))
  return { ids, hit, fa, correctedHit: hit.map((value, i) => value - fa[i]!) }
}
