import {
  bootstrapIntervals,
  multipleRegression,
  partialCorrelation,
  pearsonTest,
  runInSlices,
  spearmanTest,
  type BootstrapResult,
  type CorrelationTest,
  type MultipleRegression,
  type PartialCorrelation,
} from '@likeness/stats'
import { spcError } from '../spc-error.js'
import { joinById } from './join-by-id.js'
import { correlationsAt } from './resampled-correlations.js'
import { DEFAULT_RESAMPLES, stageOf, type AnalysisOptions } from './run.js'

/** One layer of the network: n images each, in any order. */
export interface LayerColumns {
  readonly ids: ArrayLike<number>
  /** The same of an image in every layer. */
  readonly memorability: ArrayLike<number>
  readonly distinctiveness: ArrayLike<number>
  readonly reconstructionError: ArrayLike<number>
}

/** Options of {@link layerRelations}. */
export interface LayerOptions extends AnalysisOptions {
  /** Layer, from 1, whose distinctiveness is held constant for all. Default the paper's 5. */
  readonly control?: number
}

interface Correlations {
  readonly pearson: CorrelationTest
  readonly spearman: CorrelationTest
}

/** A partial correlation with its bootstrap interval over images. */
export interface BootstrappedPartial extends PartialCorrelation {
  readonly bootstrap: BootstrapResult
}

/** What one layer says of memorability. */
export interface LayerRelation {
  /** From 1. */
  readonly layer: number
  readonly distinctiveness: Correlations
  readonly reconstructionError: Correlations
  /** Reconstruction error with distinctiveness. */
  readonly between: Correlations
  /** Reconstruction error with memorability given the layer's own distinctiveness. */
  readonly givenOwn: BootstrappedPartial
  /** The same given the control layer's distinctiveness. */
  readonly givenControl: BootstrappedPartial
}

/** What all layers say of memorability. */
export interface LayerRelations {
  readonly n: number
  readonly control: number
  readonly layers: readonly LayerRelation[]
  /** Memorability on both predictors of all layers, named `distinctiveness 1`, `reconstructionError 1`, ... */
  readonly joint: MultipleRegression
}

type Vectors = readonly Float64Array[]

/** All layers in one order of images. */
interface Joined {
  readonly memorability: Float64Array
  readonly distinctiveness: Vectors
  readonly reconstructionError: Vectors
}

const correlate = (x: Float64Array, y: Float64Array): Correlations => ({
  pearson: pearsonTest(x, y),
  spearman: spearmanTest(x, y),
})

function joinLayers(layers: readonly LayerColumns[]): Joined {
  const { columns } = joinById(
    layers.map(({ ids, memorability, distinctiveness, reconstructionError }, k) => ({
      name: `layer ${k + 1}`,
      ids,
      columns: { [`m${k}`]: memorability, [`d${k}`]: distinctiveness, [`e${k}`]: reconstructionError },
    })),
  )
  const of = (kind: string) => layers.map((_, k) => columns[`${kind}${k}`]!)
  const [memorability, ...others] = of('m')
  const disagrees = others.findIndex((values) => values.some((value, i) => value !== memorability![i]))
  const name = `memorability of layer ${disagrees + 2}`
  if (disagrees >= 0) throw spcError('INVALID_TABLE', 'the memorability of layer 1', name, 'other values')
  return { memorability: memorability!, distinctiveness: of('d'), reconstructionError: of('e') }
}

/** Partials given each layer's own distinctiveness (`own 0`, ...) and given the control's (`control 0`, ...). */
function bootstrapPartials(joined: Joined, control: number, options: LayerOptions) {
  const { memorability, distinctiveness, reconstructionError } = joined
  const columns: Record<string, Float64Array> = { memorability }
  for (const [k, values] of distinctiveness.entries()) columns[`d${k}`] = values
  for (const [k, values] of reconstructionError.entries()) columns[`e${k}`] = values
  const statistics = (indices: Int32Array) => {
    const { partial } = correlationsAt(columns, indices)
    const values = distinctiveness.map((_, k) => [
      [`own ${k}`, partial(`e${k}`, 'memorability', `d${k}`)],
      [`control ${k}`, partial(`e${k}`, 'memorability', `d${control - 1}`)],
    ])
    return Object.fromEntries(values.flat()) as Record<string, number>
  }
  const { seed, resamples = DEFAULT_RESAMPLES } = options
  return bootstrapIntervals(memorability.length, statistics, { seed, resamples, ...stageOf(options, 0, 1) })
}

/** What needs no resampling. */
function describeLayer({ memorability, distinctiveness, reconstructionError }: Joined, k: number, control: number) {
  const [distance, error] = [distinctiveness[k]!, reconstructionError[k]!]
  return {
    distinctiveness: correlate(distance, memorability),
    reconstructionError: correlate(error, memorability),
    between: correlate(error, distance),
    givenOwn: partialCorrelation(error, memorability, [distance]),
    givenControl: partialCorrelation(error, memorability, [distinctiveness[control - 1]!]),
  }
}

/**
 * Relates distinctiveness and reconstruction error to memorability, layer by layer. Images are joined by id. Gives way
 * to the event loop.
 * @param layers of the network, the first being layer 1
 * @throws rejects with SpcError INVALID_TABLE for tables that `joinById` refuses and where memorability is not the same in
 *   all layers, INVALID_ARGUMENT for a control that is no layer; with StatsError for a layer that the others explain; with
 *   `signal.reason` when aborted
 */
export async function layerRelations(layers: readonly LayerColumns[], options: LayerOptions): Promise<LayerRelations> {
  const { control = 5, signal } = options
  const joined = joinLayers(layers)
  const { memorability, distinctiveness, reconstructionError } = joined
  const known = Number.isInteger(control) && control >= 1 && control <= layers.length
  if (!known) throw spcError('INVALID_ARGUMENT', `a layer from 1 to ${layers.length}`, 'control', control)
  const described: ReturnType<typeof describeLayer>[] = []
  await runInSlices(layers.length, (k) => described.push(describeLayer(joined, k, control)), { signal })
  const all = layers.flatMap((_, k) => [
    { name: `distinctiveness ${k + 1}`, values: distinctiveness[k]! },
    { name: `reconstructionError ${k + 1}`, values: reconstructionError[k]! },
  ])
  const joint = multipleRegression(memorability, all)
  const bootstraps = await bootstrapPartials(joined, control, options)
  const result = described.map((layer, k): LayerRelation => ({
    ...layer,
    layer: k + 1,
    givenOwn: { ...layer.givenOwn, bootstrap: bootstraps[`own ${k}`]! },
    givenControl: { ...layer.givenControl, bootstrap: bootstraps[`control ${k}`]! },
  }))
  return { n: memorability.length, control, layers: result, joint }
}
