import { findNetwork, type PreprocessingName } from '@likeness/nets'
import type { StudyContext } from '@likeness/study-kit'
import { analyseFeatures } from './computed.js'
import type { SparseCoding } from './features/index.js'
import type { Findings } from './findings.js'
import { seedsOf, type Options } from './options.js'
import { ownImageFiles, type OwnImageFiles } from './own-images/index.js'
import { ownFiles, ownTables, type ColumnOptions, type OwnFiles } from './own-tables/index.js'
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
 * The whole study on the user's features, or images, and scores. There is one score alone, so nothing is said of hits and false alarms.
 * @throws what `ownFiles`, `ownImageFiles`, `ownTables` and `analyseFeatures` throw
 */
export async function analyseOwn(options: Options, context: StudyContext): Promise<Findings> {
  const columns = columnsOf(options)
  const files = await filesOf(options, columns, context)
  const {
    targets,
    fillers,
    ids,
    scores,
    fillerIds,
    scoreColumn: score,
  } = await ownTables(files, columns, { signal: context.signal })
  const none = new Float64Array(ids.length).fill(NaN)
  const material = {
    ...{ targets, fillers, score, layer: files.features.name, ...(fillerIds && { fillerIds }) },
    scores: { ids, hit: none, fa: none, correctedHit: scores },
  }
  const choice = { coding: codingFor(targets.cols, options), seeds: seedsOf(options) }
  const { source, ...findings } = await analyseFeatures('own', material, choice, context)
  return { ...findings, source: { ...source, ...(files.made && { made: files.made }) } }
}

const columnsOf = ({ idColumn, scoreColumn }: Options): ColumnOptions => ({
  ...(idColumn && { idColumn }),
  ...(scoreColumn && { scoreColumn }),
})

/** Features that were given, or those of images that were: `parseOptions` has seen to it that they are not both there. */
async function filesOf(
  options: Options,
  columns: ColumnOptions,
  context: StudyContext,
): Promise<OwnFiles & Partial<OwnImageFiles>> {
  const { network, layer, preprocessing } = options
  if (!network) return (await ownFiles(context))!
  const known = findNetwork(network)
  const asked = preprocessing ? { preprocessing: preprocessing as PreprocessingName } : {}
  return ownImageFiles({ known, layer, ...asked }, columns, context)
}
