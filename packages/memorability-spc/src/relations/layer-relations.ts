import {
  bootstrapInterval,
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
import { partialAt } from './pair.js'
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

type Vector = Float64Array

const correlate = (x: Vector, y: Vector): Correlations => ({ pearson: pearsonTest(x, y), spearman: spearmanTest(x, y) })

/** All layers in one order of images. */
function joinLayers(layers: readonly LayerColumns[]) {
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

/** Given its own distinctiveness and given the control's; once where they are the same. */
async function partials(
  [error, memorability]: readonly [Vector, Vector],
  controls: readonly Vector[],
  [first, stages, options]: readonly [number, number, LayerOptions],
): Promise<BootstrappedPartial[]> {
  const { seed, resamples = DEFAULT_RESAMPLES } = options
  const results: BootstrappedPartial[] = []
  for (const [k, control] of controls.entries()) {
    const known = controls.indexOf(control)
    const run = { seed, resamples, ...stageOf(options, first + k, stages) }
    const statistic = partialAt(error, memorability, control)
    const bootstrap = known < k ? results[known]!.bootstrap : await bootstrapInterval(error.length, statistic, run)
    results.push({ ...partialCorrelation(error, memorability, [control]), bootstrap })
  }
  return results
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
  const { memorability, distinctiveness, reconstructionError } = joinLayers(layers)
  const held = distinctiveness[control - 1]
  if (!held) throw spcError('INVALID_ARGUMENT', `a layer from 1 to ${layers.length}`, 'control', control)
  const simple: Pick<LayerRelation, 'distinctiveness' | 'reconstructionError' | 'between'>[] = []
  const describe = (k: number) => {
    const [distance, error] = [distinctiveness[k]!, reconstructionError[k]!]
    simple[k] = {
      distinctiveness: correlate(distance, memorability),
      reconstructionError: correlate(error, memorability),
      between: correlate(error, distance),
    }
  }
  await runInSlices(layers.length, describe, { signal })
  const result: LayerRelation[] = []
  for (const [k, error] of reconstructionError.entries()) {
    const stage = [2 * k, 2 * layers.length, options] as const
    const [givenOwn, givenControl] = await partials([error, memorability], [distinctiveness[k]!, held], stage)
    result.push({ layer: k + 1, ...simple[k]!, givenOwn: givenOwn!, givenControl: givenControl! })
  }
  const all = layers.flatMap((_, k) => [
    { name: `distinctiveness ${k + 1}`, values: distinctiveness[k]! },
    { name: `reconstructionError ${k + 1}`, values: reconstructionError[k]! },
  ])
  return { n: memorability.length, control, layers: result, joint: multipleRegression(memorability, all) }
}
