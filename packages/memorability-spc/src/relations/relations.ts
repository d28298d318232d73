import {
  bootstrapIntervals,
  meansByQuantile,
  multipleRegression,
  runInSlices,
  williamsTest,
  type BootstrapResult,
  type MultipleRegression,
  type QuantileGroup,
  type WilliamsTest,
} from '@likeness/stats'
import { spcError } from '../spc-error.js'
import { notebookBootstrap, type NotebookBootstrap } from './notebook-bootstrap.js'
import { correlatePair, partialPair, type PairCorrelations, type PairPartials } from './pair.js'
import { correlationsAt } from './resampled-correlations.js'
import { DEFAULT_RESAMPLES, stageOf, type AnalysisOptions } from './run.js'

/** What is related to what. */
export const predictors = ['reconstructionError', 'distinctiveness'] as const
export const outcomes = ['hit', 'fa', 'correctedHit'] as const
export type PredictorName = (typeof predictors)[number]
export type OutcomeName = (typeof outcomes)[number]

/** Images joined by id: n values each. */
export interface MemorabilityTable extends Readonly<Record<PredictorName | OutcomeName, ArrayLike<number>>> {
  /** Of no meaning here but for their count. */
  readonly ids: ArrayLike<number | string>
}

/** Something for each predictor with each outcome. */
export type EachPair<T> = Readonly<Record<PredictorName, Readonly<Record<OutcomeName, T>>>>

/** Everything that the study says of memorability, reconstruction error and distinctiveness of n images. */
export interface Relations {
  readonly n: number
  readonly correlations: EachPair<PairCorrelations & { readonly bootstrap: BootstrapResult }>
  /** Reconstruction error with distinctiveness. */
  readonly betweenPredictors: PairCorrelations
  /** Hit rate with false-alarm rate. */
  readonly betweenOutcomes: PairCorrelations
  /** Each predictor with each outcome, the other predictor held constant. */
  readonly partials: EachPair<PairPartials & { readonly bootstrap: BootstrapResult }>
  /** Corrected hit rate on both predictors (reconstruction error first) and on each alone. */
  readonly regression: Readonly<Record<PredictorName | 'both', MultipleRegression>>
  /** Whether corrected hit rate correlates more with distinctiveness than with reconstruction error. */
  readonly williams: WilliamsTest
  /** Mean corrected hit rate by quartile of reconstruction error. */
  readonly quartiles: readonly QuantileGroup[]
  /** The notebook's three numbers with its own bootstrap, on one set of resamples. */
  readonly notebook: Readonly<Record<PredictorName | 'partial', NotebookBootstrap>>
}

const pairs = predictors.flatMap((predictor) => outcomes.map((outcome) => [predictor, outcome] as const))
const otherOf = (predictor: PredictorName): PredictorName => predictors[1 - predictors.indexOf(predictor)]!

/** Collects values for each pair, in the order of `pairs`. */
const byPair = <T>(values: readonly T[]): EachPair<T> =>
  Object.fromEntries(
    predictors.map((predictor) => [
      predictor,
      Object.fromEntries(pairs.flatMap(([p, outcome], k) => (p === predictor ? [[outcome, values[k]!]] : []))),
    ]),
  ) as EachPair<T>

function checkTable(table: MemorabilityTable): void {
  for (const name of [...predictors, ...outcomes]) {
    if (table[name].length === table.ids.length) continue
    throw spcError('INVALID_TABLE', `${table.ids.length} values, one for each id,`, name, table[name].length)
  }
}

/** What needs no resampling, in steps so that the event loop is not held up. */
async function describe(table: MemorabilityTable, signal: AbortSignal | undefined) {
  const correlations: PairCorrelations[] = []
  const partials: PairPartials[] = []
  const between: PairCorrelations[] = []
  const steps = [
    () => between.push(correlatePair(table.reconstructionError, table.distinctiveness)),
    () => between.push(correlatePair(table.hit, table.fa)),
    ...pairs.flatMap(([x, y]) => [
      () => correlations.push(correlatePair(table[x], table[y])),
      () => partials.push(partialPair(table[x], table[y], table[otherOf(x)])),
    ]),
  ]
  await runInSlices(steps.length, (i) => steps[i]!(), { signal })
  return { correlations, partials, betweenPredictors: between[0]!, betweenOutcomes: between[1]! }
}

function regress(table: MemorabilityTable): Relations['regression'] {
  const on = (...names: PredictorName[]) =>
    multipleRegression(
      table.correctedHit,
      names.map((name) => ({ name, values: table[name] })),
    )
  return {
    both: on(...predictors),
    reconstructionError: on('reconstructionError'),
    distinctiveness: on('distinctiveness'),
  }
}

/** Pearson's correlation and the partial of every pair, on the same resamples. */
async function bootstrapPairs(table: MemorabilityTable, options: AnalysisOptions) {
  const { seed, resamples = DEFAULT_RESAMPLES } = options
  const statistics = (indices: Int32Array) => {
    const { correlation, partial } = correlationsAt<PredictorName | OutcomeName>(table, indices)
    const values = pairs.map(([x, y], k) => [
      [`correlation ${k}`, correlation(x, y)],
      [`partial ${k}`, partial(x, y, otherOf(x))],
    ])
    return Object.fromEntries(values.flat()) as Record<string, number>
  }
  const run = { seed, resamples, ...stageOf(options, 0.3, 1) }
  const results = await bootstrapIntervals(table.ids.length, statistics, run)
  const of = (kind: string) => pairs.map((_, k) => results[`${kind} ${k}`]!)
  return { ofCorrelations: of('correlation'), ofPartials: of('partial') }
}

/** The notebook's analysis: distinctiveness, reconstruction error, and its partial correlation. */
function bootstrapNotebook(table: MemorabilityTable, options: AnalysisOptions) {
  const statistics = (indices: Int32Array) => {
    const { correlation, partial } = correlationsAt<PredictorName | OutcomeName>(table, indices)
    return {
      reconstructionError: correlation('reconstructionError', 'correctedHit'),
      distinctiveness: correlation('distinctiveness', 'correctedHit'),
      partial: partial('reconstructionError', 'correctedHit', 'distinctiveness'),
    }
  }
  return notebookBootstrap(table.ids.length, statistics, stageOf(options, 0, 0.3))
}

/**
 * Relates reconstruction error and distinctiveness to memorability: correlations, partial correlations both ways,
 * regression, the difference of the two, quartiles, and bootstraps over images. Gives way to the event loop.
 * @param table n >= 5 images, joined by id (`joinById`)
 * @throws rejects with SpcError INVALID_TABLE for columns of different lengths, with StatsError for a constant or
 *   collinear predictor or a wrong option, and with `signal.reason` when aborted
 */
export async function relations(table: MemorabilityTable, options: AnalysisOptions): Promise<Relations> {
  checkTable(table)
  const { correlations, partials, betweenPredictors, betweenOutcomes } = await describe(table, options.signal)
  const regression = regress(table)
  const notebook = await bootstrapNotebook(table, options)
  const { ofCorrelations, ofPartials } = await bootstrapPairs(table, options)
  const [dist, error] = [correlations[5]!, correlations[2]!].map(({ pearson }) => pearson.estimate)
  return {
    n: table.ids.length,
    correlations: byPair(correlations.map((pair, k) => ({ ...pair, bootstrap: ofCorrelations[k]! }))),
    betweenPredictors,
    betweenOutcomes,
    partials: byPair(partials.map((pair, k) => ({ ...pair, bootstrap: ofPartials[k]! }))),
    regression,
    williams: williamsTest(dist!, error!, betweenPredictors.pearson.estimate, table.ids.length),
    quartiles: meansByQuantile(table.reconstructionError, table.correctedHit, 4),
    notebook,
  }
}
