import type { ImageRecipe } from '../images/image-recipe.js'
import type { Network, Weights } from '../network.js'
import type { LayerSource, NetworkConvention } from '../weights/conventions.js'

/** A way in which files name the weights of a network, and what goes with it: the network that they were trained as. */
export interface WeightNaming {
  /** Whose names: `likeness` (the builder's own), `torchvision`, `Keras`. */
  readonly name: string
  /** Which files have them: Keras' and TensorFlow.js' files (`keras`), or all others (`torch`). */
  readonly files: 'torch' | 'keras'
  /** Ours and the file's layer by layer; none: the file has the builder's own names and layouts. */
  readonly layers?: readonly LayerSource[]
  /** Whose names and layouts the builder takes. */
  readonly builder: NetworkConvention
  readonly shapes: Readonly<Record<string, readonly number[]>>
  readonly build: (weights: Weights) => Network
  /** How the images were made that such weights were trained with, or published features computed from. */
  readonly recipe: ImageRecipe
}

/** A network by name. */
export interface KnownNetwork {
  readonly name: string
  /** Names of its layers. */
  readonly layers: readonly string[]
  /** The first is the builder's own. */
  readonly namings: readonly WeightNaming[]
  /** Where weights that can be had are, below LIKENESS_DATA_DIR. */
  readonly weights?: { readonly file: string; readonly get: string }
}
