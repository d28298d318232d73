import { readNpy } from '@likeness/io'
import type { LayerColumns } from '../src/relations/layer-relations.js'
import { readData } from '@likeness/study-kit/testing'

/** Lines of a CSV without quotes, cells trimmed. */
async function cells(name: string): Promise<string[][]> {
  const lines = new TextDecoder()
    .decode(await readData(name))
    .trim()
    .split('\n')
  return lines.map((line) => line.split(',').map((cell) => cell.trim()))
}

const column = (rows: readonly string[][], k: number) => Float64Array.from(rows, (row) => Number.parseFloat(row[k]!))

/** The authors' released files as tables to join, each in its file's order. */
export async function realTables() {
  const scores = (await cells('isola2014/target_info_IsolaEtAl.csv')).slice(1)
  const neighbours = await cells('isola2014/block5_pool_NN.csv')
  const errors = Float64Array.from(readNpy(await readData('isola2014/spc_rec_quality.npy')).data as Float64Array)
  return [
    {
      name: 'scores',
      ids: column(scores, 0),
      columns: { hit: column(scores, 1), fa: column(scores, 2), correctedHit: column(scores, 3) },
    },
    { name: 'neighbours', ids: column(neighbours, 0), columns: { distinctiveness: column(neighbours, 2) } },
    // Row i is target i + 1.
    { name: 'errors', ids: errors.map((_, i) => i + 1), columns: { reconstructionError: errors } },
  ] as const
}

/** The paper's own seven layers. */
export async function realLayers(): Promise<LayerColumns[]> {
  const layers: LayerColumns[] = []
  for (let k = 1; k <= 7; k++) {
    const rows = (await cells(`reconmem2024/Isola_layer_${k}_dist_rec.csv`)).slice(1)
    const [ids, memorability, distinctiveness, reconstructionError] = [1, 2, 3, 4].map((c) => column(rows, c))
    layers.push({ ids: ids!, memorability: memorability!, distinctiveness: distinctiveness!, reconstructionError: reconstructionError! }) // prettier-ignore
  }
  return layers
}
