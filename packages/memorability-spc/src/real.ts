import { pearson, spearman } from '@likeness/stats'
import type { StudyContext } from '@likeness/study-kit'
import { hubs } from './distinctiveness/hubs.js'
import type { Findings, ReleasedFindings } from './findings.js'
import { analyseLayers } from './layers.js'
import { params } from './params.js'
import { joinById } from './relations/join-by-id.js'
import { relations, type MemorabilityTable } from './relations/relations.js'
import { compareNeighbours } from './released-neighbours.js'
import { readReal, type RealTables } from './tables/read-real.js'

// Row i of the released errors is image i + 1.
const imagesOf = (rows: { readonly length: number }) => Int32Array.from({ length: rows.length }, (_, i) => i + 1)

/** The three released files of SPC_public, joined by image. */
export function joinReleased({ scores, neighbours, errors }: RealTables): MemorabilityTable {
  const { hit, fa, correctedHit } = scores
  const { ids, columns } = joinById([
    { name: 'scores', ids: scores.ids, columns: { hit, fa, correctedHit } },
    { name: 'neighbours', ids: neighbours.ids, columns: { distinctiveness: neighbours.distances } },
    { name: 'errors', ids: imagesOf(errors), columns: { reconstructionError: errors } },
  ])
  return { ids, ...columns }
}

function compareRuns({ errors, layers }: RealTables): ReleasedFindings['runs'] {
  const last = layers.at(-1)!
  const { ids, columns } = joinById([
    { name: 'released', ids: imagesOf(errors), columns: { released: errors } },
    { name: 'paper', ids: last.ids, columns: { paper: last.reconstructionError } },
  ])
  const { released, paper } = columns
  return { ids, released, paper, pearson: pearson(released, paper), spearman: spearman(released, paper) }
}

/**
 * What the authors' released tables say.
 * @throws FormatError for a damaged file; SpcError for tables that do not belong together; `signal.reason` once aborted
 */
export async function analyseReal({ read, stage, seed, signal, cache }: StudyContext): Promise<Findings> {
  stage('load')
  const tables = await readReal(read)
  const table = joinReleased(tables)
  const { scores, neighbours, layers } = tables
  const options = (name: string) => ({ seed, signal, onProgress: stage(name) })
  const onRelations = options('relations')
  const relationsFound = await cache('relations', () => relations(table, onRelations))
  const onLayers = options('layers')
  const layersFound = await cache('layers', () => analyseLayers(layers, onLayers))
  stage('neighbours')
  return {
    data: 'real',
    ...{ table, relations: relationsFound, score: 'corrected hit rate' },
    hubs: { ...hubs(neighbours.fillers), nameOf: (id) => `filler ${id}` },
    source: {
      kind: 'released',
      neighbours: compareNeighbours(neighbours, layers),
      layers: layersFound,
      runs: compareRuns(tables),
      unjoined: pearson(neighbours.distances, scores.correctedHit),
    },
    layer: { distinctiveness: params.layers[4].name, reconstructionError: params.layers[6].name },
  }
}
