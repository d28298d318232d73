import { params } from '../params.js'
import { tableError } from './check-table.js'
import { readErrors } from './read-errors.js'
import { readLayer, type LayerTable } from './read-layer.js'
import { readNeighbours, type NeighbourTable } from './read-neighbours.js'
import { readScores, type Scores } from './read-scores.js'

/** The authors' released files, each checked, in their own orders: join them by id. */
export interface RealTables {
  readonly scores: Scores
  readonly neighbours: NeighbourTable
  /** Reconstruction error of fc2, that of image i + 1 at i. */
  readonly errors: Float64Array
  /** The paper's layers 1 to 7. */
  readonly layers: readonly LayerTable[]
}

/**
 * Reads and checks the released files of both repositories.
 * @param read gives a file of data.json, verified
 * @param images how many targets and fillers there are
 * @throws FormatError for a file that is not what its authors describe, and where the two repositories disagree on an
 *   image's corrected hit rate
 */
export async function readReal(
  read: (name: string) => Promise<Uint8Array>,
  images: { readonly targets: number; readonly fillers: number } = params.images,
): Promise<RealTables> {
  const { targets } = images
  const scores = readScores(await read('isola2014/target_info_IsolaEtAl.csv'), targets)
  const neighbours = readNeighbours(await read('isola2014/block5_pool_NN.csv'), images)
  const errors = readErrors(await read('isola2014/spc_rec_quality.npy'), targets)
  const layers: LayerTable[] = []
  for (const k of params.layers.keys()) {
    const name = `Isola_layer_${k + 1}_dist_rec.csv`
    const layer = readLayer(await read(`reconmem2024/${name}`), targets, name)
    requireSameScores(scores, layer, name)
    layers.push(layer)
  }
  return { scores, neighbours, errors, layers }
}

/** @throws FormatError naming the image whose score differs; not one digit may */
export function requireSameScores(scores: Scores, layer: LayerTable, name: string): void {
  const byId = new Map(Array.from(scores.ids, (id, k) => [id, scores.correctedHit[k]!]))
  layer.ids.forEach((id, k) => {
    if (byId.get(id) === layer.memorability[k]) return
    const expected = `corrected_hit of target_info (${byId.get(id)}) as memorability of image ${id}`
    throw tableError(`csv ${JSON.stringify(name)}`, expected, String(layer.memorability[k]))
  })
}
