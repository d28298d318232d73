import { philox } from '@likeness/core-native'
import { writeNpy } from '@likeness/io'
import type { Distinctiveness } from '../distinctiveness/index.js'
import { sampleParams } from './planted-features.js'
import type { MadeScores } from './made-scores.js'

const bytes = (text: string) => new TextEncoder().encode(text)

/**
 * The released tables as made files, each as its real one is written, under the same names: scores by image; the
 * neighbours in the order in which jobs ended, with blanks behind the commas; reconstruction errors in the order of the
 * images, as npy 1.0; and, of the paper's data, distinctiveness and error at each of seven layers.
 * @param neighbours of the fillers alone, as in the released table
 */
export function madeFiles(
  scores: MadeScores,
  unreconstructability: Float64Array,
  neighbours: Distinctiveness,
  seed: number,
): Record<string, Uint8Array> {
  const errors = releasedErrors(unreconstructability, seed)
  const layers = Array.from({ length: 7 }, (_, k) => [
    `reconmem2024/Isola_layer_${k + 1}_dist_rec.csv`,
    bytes(layerTable(scores, errors, k + 1, seed)),
  ])
  return {
    'isola2014/target_info_IsolaEtAl.csv': bytes(scoresTable(scores)),
    'isola2014/block5_pool_NN.csv': bytes(neighbourTable(scores.ids, neighbours, seed)),
    'isola2014/spc_rec_quality.npy': writeNpy(errors, [errors.length, 1]),
    ...(Object.fromEntries(layers) as Record<string, Uint8Array>),
  }
}

function releasedErrors(unreconstructability: Float64Array, seed: number): Float64Array {
  const random = philox(seed, 4000)
  return unreconstructability.map((s) => 0.02 + 0.03 * s + 0.003 * random.normal())
}

function scoresTable({ ids, hit, fa, correctedHit }: MadeScores): string {
  const rows = ids.map((id, i) => `${id},${hit[i]},${fa[i]},${correctedHit[i]}\n`)
  return `im_ind,hit,fa,corrected_hit\n${rows.join('')}`
}

function neighbourTable(ids: readonly number[], { neighbours, distances }: Distinctiveness, seed: number): string {
  const rows = ids.map((id, i) => `${id}, ${neighbours[i]! - sampleParams.targets + 1}_filler, ${distances[i]}\n`)
  return philox(seed, 4001).shuffle(rows).join('')
}

// Correlations with memorability, of the layers 1 to 7: distinctiveness is largest at 5, the error at 7.
const planted = {
  distinctiveness: [0.1, 0.15, 0.2, 0.3, 0.6, 0.4, 0.35],
  error: [0.05, 0.1, 0.1, 0.15, 0.2, 0.4, 0.7],
}

function layerTable({ ids, correctedHit }: MadeScores, released: Float64Array, layer: number, seed: number): string {
  const random = philox(seed, 5000 + layer)
  const mean = correctedHit.reduce((sum, v) => sum + v, 0) / ids.length
  const sd = Math.sqrt(correctedHit.reduce((sum, v) => sum + (v - mean) ** 2, 0) / ids.length)
  const related = (r: number) => correctedHit.map((v) => (r * (v - mean)) / sd + Math.sqrt(1 - r * r) * random.normal())
  const distances = related(planted.distinctiveness[layer - 1]!)
  const errors = related(planted.error[layer - 1]!)
  // The last layer's errors are another run of the released ones.
  const error = (i: number) => (layer === 7 ? released[i]! + 0.002 * random.normal() : 0.05 + 0.01 * errors[i]!)
  const rows = ids.map((id, i) => `Target,${id},${correctedHit[i]},${1000 + 100 * distances[i]!},${error(i)}\n`)
  return `Image type,Image index,Memorability score,Distinctiveness,Reconstruction error\n${rows.join('')}`
}
