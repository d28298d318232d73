import type { StudyContext } from '@likeness/study-kit'
import { analyseFeatures } from './computed.js'
import type { SparseCoding } from './features/index.js'
import type { Findings } from './findings.js'
import { seedsOf, type Options } from './options.js'
import { ownTables, type OwnFiles } from './own-tables/index.js'
import { params } from './params.js'

/**
 * The sizes of the published run where the layer has as many units; of a smaller one all its units, and half as many atoms,
 * the published ratio.
 */
export function codingFor(cols: number, { batches }: Pick<Options, 'batches'>): Partial<SparseCoding> {
  const units = Math.min(params.sparseCoding.units, cols)
  const atoms = Math.max(1, Math.round((units * params.sparseCoding.atoms) / params.sparseCoding.units))
  return { units, atoms, batches }
}

/**
 * The whole study on the user's features and scores. There is one score alone, so nothing is said of hits and false alarms.
 * @throws what `ownTables` and `analyseFeatures` throw
 */
export async function analyseOwn(files: OwnFiles, options: Options, context: StudyContext): Promise<Findings> {
  const { idColumn, scoreColumn } = options
  const columns = { ...(idColumn && { idColumn }), ...(scoreColumn && { scoreColumn }) }
  const {
    targets,
    fillers,
    ids,
    scores,
    scoreColumn: score,
  } = await ownTables(files, columns, { signal: context.signal })
  const none = new Float64Array(ids.length).fill(NaN)
  const material = {
    ...{ targets, fillers, score, layer: files.features.name },
    scores: { ids, hit: none, fa: none, correctedHit: scores },
  }
  const choice = { coding: codingFor(targets.cols, options), seeds: seedsOf(options) }
  return analyseFeatures('own', material, choice, context)
}
