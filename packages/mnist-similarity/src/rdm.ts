import { pdist, type ComputeOptions } from '@likeness/core-native'
import { digitNet64 } from '@likeness/nets'
import { selectImages, type Material } from './material.js'
import type { Pair } from './similarity.js'

/** Dissimilarities at fc1 of all images that stand in some pairs. */
export interface PairRdm {
  /** The images, pair after pair. */
  readonly images: readonly number[]
  /** The pairs, by place among `images`. */
  readonly pairs: readonly Pair[]
  /** 1 - cosine in float64, in SciPy's condensed order. */
  readonly values: Float64Array
}

// More would be too small to be pointed at.
const most = 24

/**
 * Dissimilarities of all images of up to 24 pairs, of which an image may stand in several; null for no pair.
 * @throws `signal.reason` once aborted
 */
export async function pairRdm(
  { weights, images }: Pick<Material, 'weights' | 'images'>,
  pairs: readonly (Pair | null)[],
  options: ComputeOptions,
): Promise<PairRdm | null> {
  const shown = pairs.filter((pair) => pair !== null).slice(0, most)
  const used = [...new Set(shown.flat())]
  if (used.length < 2) return null
  const { fc1 } = await digitNet64(weights, selectImages(images, used).data, { signal: options.signal })
  const values = await pdist(fc1, 'cosine', options)
  return { images: used, pairs: shown.map(([a, b]) => [used.indexOf(a), used.indexOf(b)] as const), values }
}
