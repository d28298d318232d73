import type { ComputeOptions } from '@likeness/core-native'
import type { Network } from '@likeness/nets'
import { distinctiveness } from '../distinctiveness/index.js'
import type { RgbImage } from '../images/index.js'
import { madeFiles } from './made-files.js'
import { madeScores, type MadeScores } from './made-scores.js'
import { plantedFeatures, sparseLayer, type PlantedFeatures } from './planted-features.js'
import { toyImages, toyLayers, toyNetwork } from './toy-images.js'

/** The embedded material: all made from the seed, with planted answers (`sampleParams`, `toyParams`). */
export interface Sample extends PlantedFeatures {
  readonly scores: MadeScores
  /** A layer that cannot be scaled. */
  readonly sparseLayer: Pick<PlantedFeatures, 'targets' | 'fillers'>
  /** The released tables, by the names of data.json. */
  readonly files: Readonly<Record<string, Uint8Array>>
  readonly toy: { readonly images: readonly RgbImage[]; readonly network: Network; readonly layers: readonly string[] }
}

/** Makes the embedded material. Aborting rejects with `signal.reason`. */
export async function makeSample(seed: number, options: ComputeOptions = {}): Promise<Sample> {
  const planted = plantedFeatures(seed)
  const scores = madeScores(planted.unreconstructability, seed)
  const neighbours = await distinctiveness(planted.targets, planted.fillers, { ...options, mode: 'fillers-only' })
  return {
    ...planted,
    scores,
    sparseLayer: sparseLayer(seed),
    files: madeFiles(scores, planted.unreconstructability, neighbours, seed),
    toy: { images: toyImages(seed), network: toyNetwork(seed), layers: toyLayers },
  }
}
