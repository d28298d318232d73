import type { Pair } from './similarity.js'

/** A printed cosine and the pairs that have it. */
export interface Match {
  readonly printed: number
  /** Pairs whose cosine is within the tolerance, the nearest first. */
  readonly candidates: readonly { readonly pair: Pair; readonly cosine: number }[]
  /** |printed - cosine| of the nearest of all pairs, within the tolerance or not; Infinity when every cosine is NaN. */
  readonly nearest: number
}

/**
 * The pairs whose cosine equals a printed one.
 * @param cosines of all pairs of `n` rows, in SciPy's condensed order; NaN matches nothing
 * @param tolerance largest absolute difference
 */
export function matchCosines(printed: number, cosines: ArrayLike<number>, n: number, tolerance: number): Match {
  const candidates: { pair: Pair; cosine: number }[] = []
  let nearest = Infinity
  for (let i = 0, k = 0; i < n; i++)
    for (let j = i + 1; j < n; j++, k++) {
      const difference = Math.abs(cosines[k]! - printed)
      if (difference < nearest) nearest = difference
      if (difference <= tolerance) candidates.push({ pair: [i, j], cosine: cosines[k]! })
    }
  candidates.sort((a, b) => Math.abs(a.cosine - printed) - Math.abs(b.cosine - printed))
  return { printed, candidates, nearest }
}
