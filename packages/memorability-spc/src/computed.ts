import type { StudyContext } from '@likeness/study-kit'
import { distinctiveness } from './distinctiveness/distinctiveness.js'
import { hubs } from './distinctiveness/hubs.js'
import { coreCoder, seedAgreement, type Estimator, type SparseCoding } from './features/index.js'
import type { Source } from './features/source.js'
import type { ComputedFindings, Findings } from './findings.js'
import { RandomState } from './legacy-random/random-state.js'
import { relations, type MemorabilityTable } from './relations/relations.js'

/** Features of images and what people remember of the targets. */
export interface Material {
  readonly targets: Source
  readonly fillers: Source
  /** One entry per target, in the order of its features; hits and false alarms NaN where there is one score alone. */
  readonly scores: Omit<MemorabilityTable, 'distinctiveness' | 'reconstructionError'>
  /** Of each filler; absent: they are numbered from 1. */
  readonly fillerIds?: readonly string[]
  /** What the report calls the layer. */
  readonly layer: string
  /** What it calls the score. */
  readonly score: string
}

/** What every run computes; the relations are those of the published one. */
export const estimators: readonly Estimator[] = ['published', 'lasso']

/** How the sparse coding is done. */
export interface CodingChoice {
  /** What differs from the published run. */
  readonly coding: Partial<SparseCoding>
  /** Of numpy's legacy generator, as the published run has it; the relations are those of the first. */
  readonly seeds: readonly number[]
}

/**
 * Distances, reconstruction errors of several seeds and their relations to memorability, from features.
 * @throws SpcError for features that cannot be used; those of core-native; `signal.reason` once aborted
 */
export async function analyseFeatures(
  data: Findings['data'],
  { targets, fillers, scores, fillerIds, layer, score }: Material,
  { coding, seeds }: CodingChoice,
  { stage, seed, signal, threads, device, cache }: StudyContext,
): Promise<Findings & { readonly source: ComputedFindings }> {
  const compute = { signal, threads, device }
  const onDistances = stage('distances')
  const search = { ...compute, onProgress: onDistances }
  const found = await cache('distances', () => distinctiveness(targets, fillers, search))
  const runs = await seedAgreement(targets, fillers, {
    ...{ ...compute, coding, seeds, estimators, coder: coreCoder, streamOf: (one: number) => new RandomState(one) },
    ...{ onProgress: stage('sparse coding'), keep: cache },
  })
  const table: MemorabilityTable = {
    ...scores,
    distinctiveness: found.distances,
    reconstructionError: runs.runs[0]!.errors,
  }
  const onRelations = stage('relations')
  const related = await cache('relations', () => relations(table, { seed, signal, onProgress: onRelations }))
  const nameOf = (row: number) =>
    row < targets.rows
      ? `target ${scores.ids[row]}`
      : `filler ${fillerIds?.[row - targets.rows] ?? row - targets.rows + 1}`
  return {
    ...{ data, table, score },
    relations: related,
    hubs: { ...hubs(found.neighbours), nameOf },
    source: { kind: 'computed', seeds: runs },
    layer: { distinctiveness: layer, reconstructionError: layer },
  }
}
