import type { Classification } from './classify.js'
import type { Distribution } from './distributions.js'
import type { Material } from './material.js'
import type { ComparedLayer } from './params.js'
import type { RatingsAnalysis } from './ratings.js'
import type { Recovery } from './recover-pairs.js'
import type { PairRdm } from './rdm.js'
import type { Pair } from './similarity.js'
import type { Training } from './train/train.js'

/** All that the study's stages found, for its values, tables and figures. */
export interface Findings {
  readonly material: Material
  /** The chosen digit and its fixed pairs. */
  readonly digit: number
  readonly pairs: readonly Pair[]
  readonly classified: Classification
  /** Images classified correctly in float64. */
  readonly correct64: number
  /** Cosine similarities of `pairs` per layer. */
  readonly similarities: Readonly<Record<ComparedLayer, readonly number[]>>
  readonly distributions: readonly Distribution[]
  readonly analysis: RatingsAnalysis
  readonly recovery: Recovery
  /** All images of the rated pairs against each other; null: no pair is known. */
  readonly rdm: PairRdm | null
  /** Where the network was trained for this run. */
  readonly training?: Training
}
