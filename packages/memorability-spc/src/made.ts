import { pearson, permutationTest } from '@likeness/stats'
import { useBackend } from '@likeness/nets'
import type { StudyContext } from '@likeness/study-kit'
import { analyseFeatures } from './computed.js'
import { distinctiveness, neighbourModes, type NeighbourMode } from './distinctiveness/distinctiveness.js'
import { scaleFeatures } from './features/index.js'
import type { Findings, PlantedFindings } from './findings.js'
import { imageFeatures } from './images/index.js'
import { seedsOf, type Options } from './options.js'
import { joinReleased } from './real.js'
import { makeSample, sampleParams, toyParams, type Sample } from './sample/index.js'
import { SpcError } from './spc-error.js'
import { readReal } from './tables/read-real.js'

const { planted, coding } = sampleParams

/** The whole study on made features, and what became of the planted answers and probes. */
export async function analyseSample(options: Options, context: StudyContext): Promise<Findings> {
  const { seed, signal, stage, cache } = context
  stage('make')
  const sample = await makeSample(seed, { signal })
  const { targets, fillers, scores } = sample
  const choice = { coding, seeds: seedsOf(options) }
  const findings = await analyseFeatures(
    'sample',
    { targets, fillers, scores, layer: 'made layer', score: 'corrected hit rate' },
    choice,
    context,
  )
  stage('planted answers')
  const probes = {
    ...(await cache('planted answers', () => plantedRelations(findings, sample, context))),
    ...(await modeProbes(sample, context)),
    ...(await fileProbes(sample, context)),
    ...(await pictureProbes(sample, context)),
    'planted.zeros.refused': refusesZeros(sample),
  }
  return { ...findings, source: { ...findings.source, planted: probes } }
}

async function plantedRelations(
  { table }: Findings,
  { unreconstructability: s }: Sample,
  { seed, signal }: StudyContext,
): Promise<PlantedFindings> {
  const { reconstructionError, distinctiveness: distances, correctedHit } = table
  const permuted = (order: Int32Array) => pearson(Array.from(order, (i) => reconstructionError[i]!), s) // prettier-ignore
  const { p } = await permutationTest(permuted, s.length, { seed, signal, permutations: 1999 })
  return {
    'planted.re.r': pearson(reconstructionError, s),
    'planted.re.p': p,
    'planted.dist.r': pearson(distances, s),
    'planted.memory.r': pearson(correctedHit, s),
  }
}

/** Who is whose neighbour in each mode. */
async function modeProbes({ targets, fillers }: Sample, { signal, threads, device }: StudyContext) {
  const search = (mode: NeighbourMode) => distinctiveness(targets, fillers, { mode, signal, threads, device })
  const [self, zero, alone] = await Promise.all(neighbourModes.map(search))
  const [first, second] = planted.duplicates
  const [near, other] = planted.neighbourIsTarget
  const [lonely, filler] = planted.neighbourIsFiller
  const differ = self!.neighbours.filter((row, i) => row !== zero!.neighbours[i]).length
  return {
    'modes.duplicate.distance': self!.distances[first]! + self!.distances[second]!,
    'modes.differ': differ,
    'modes.target': self!.neighbours[near]! - other,
    'modes.filler': self!.neighbours[lonely]! - targets.rows - filler,
    'modes.alone.targets': alone!.kinds.filter((kind) => kind === 'target').length,
  }
}

/** The made files, read as the released ones are. */
async function fileProbes(sample: Sample, { signal, threads, device }: StudyContext) {
  const { targets, fillers } = sample
  const tables = await readReal(async (name) => sample.files[name]!, { targets: targets.rows, fillers: fillers.rows })
  const joined = joinReleased(tables)
  const { distances } = await distinctiveness(targets, fillers, { mode: 'fillers-only', signal, threads, device })
  const off = Array.from(joined.ids, (id, k) => Math.abs(joined.distinctiveness[k]! - distances[Number(id) - 1]!))
  return {
    'files.rows': joined.ids.length,
    'files.off': Math.max(...off),
    'files.unjoined.r': pearson(tables.neighbours.distances, tables.scores.correctedHit),
    'files.joined.r': pearson(joined.distinctiveness, joined.correctedHit),
  }
}

/** Pictures of many sizes through a network of the published kind; two of them are the same. */
async function pictureProbes({ toy }: Sample, { signal, stage, note }: StudyContext) {
  const backend = await useBackend()
  note('TensorFlow.js backend', backend.name)
  const { images, network, layers } = toy
  const onProgress = stage('pictures')
  const features = await imageFeatures(network, images, { layers, signal, onProgress })
  const matrix = features[layers[0]!]!
  const none = { data: new Float32Array(), rows: 0, cols: matrix.cols }
  const { distances, neighbours } = await distinctiveness(matrix, none, { signal })
  const [first, second] = toyParams.duplicates
  return {
    'pictures.same': distances.filter((distance) => distance === 0).length,
    'pictures.neighbour': neighbours[first]! - second,
  }
}

function refusesZeros({ sparseLayer }: Sample): number {
  try {
    scaleFeatures(sparseLayer.targets)
    return 0
  } catch (error) {
    return error instanceof SpcError && error.code === 'ZERO_QUANTILE' ? 1 : 0
  }
}
