import type { ComputeOptions, Matrix } from '@likeness/core-native'
import { params } from '../params.js'
import { progressParts } from '../progress-parts.js'
import { agreement, type Agreement } from './agreement.js'
import { convergenceReport, convergenceWarnings, type ConvergenceReport } from './convergence.js'
import { drawUnits } from './draw-units.js'
import { initialDictionary } from './initial-dictionary.js'
import type { LegacyStream } from './legacy-stream.js'
import { sampleUnits } from './sample-units.js'
import { scaleFeatures } from './scale-features.js'
import type { Source } from './source.js'
import { coreCoder, type SparseCoder } from './sparse-coder.js'

/** Sizes and steps of the sparse coding; `params.sparseCoding` is the published run. */
export type SparseCoding = { readonly [key in keyof typeof params.sparseCoding]: number }

/**
 * - `published`: iterative thresholding that stops early, as the released code has it
 * - `lasso`: the optimum that it heads for, with the same dictionary; another estimator, of some half the error
 */
export type Estimator = 'published' | 'lasso'

export interface ReconstructionOptions extends ComputeOptions {
  /** Everything random, in this order: units, the dictionary's start, the rows of each batch. */
  readonly stream: LegacyStream
  /** Default: core-native's. */
  readonly coder?: SparseCoder
  /** What differs from the published run. */
  readonly coding?: Partial<SparseCoding>
  /** Default: the published one alone. */
  readonly estimators?: readonly Estimator[]
  /** Bytes of features on disk that are held at a time. */
  readonly maxMemory?: number
  /** Name of a file that keeps the state of the training. */
  readonly checkpoint?: string
}

/** Errors at the optimum. */
export interface LassoErrors {
  /** Mean squared residual of each target over its units. */
  readonly errors: Float64Array
  /** The weight of the L1 norm: threshold / step size. */
  readonly alpha: number
  /** Images, fillers included, whose duality gap stayed above the tolerance. */
  readonly notConverged: number
  /** With the published errors. */
  readonly agreement: Agreement
}

/** How badly each target is reconstructed, and how the run went. */
export interface ReconstructionErrors {
  /** Mean squared residual of each target over its units, before the last change of the codes: published. */
  readonly errors: Float64Array
  readonly coding: SparseCoding
  /** Columns of the layer, in the order drawn. */
  readonly units: Int32Array
  /** What the features were divided by. */
  readonly scale: number
  /** units x atoms, as the last batch left it: its atoms are no longer of length 1. */
  readonly dictionary: Matrix
  readonly training: {
    /** Mean error of each batch, in order. */
    readonly curve: Float64Array
    readonly convergence: ConvergenceReport
  }
  readonly test: ConvergenceReport
  /** What is to be said wherever the errors are shown; empty where every batch converged. */
  readonly warnings: readonly string[]
  /** Of the same features and dictionary, where it was asked for. */
  readonly lasso?: LassoErrors
}

/**
 * Reconstruction errors of a layer by sparse coding (Lin et al. 2024), step by step as the released code has it: sample
 * units, divide by the quantile of their magnitudes, learn a dictionary on batches of targets and fillers, then encode all
 * of them as one batch. From each batch its grand mean is taken off, one number.
 * @param targets n x d, and
 * @param fillers m x d, in memory or on disk
 * @throws SpcError INVALID_ARGUMENT, INVALID_FEATURES, ZERO_QUANTILE; those of core-native; `signal.reason` once aborted
 */
export async function reconstructionErrors(
  targets: Source,
  fillers: Source,
  options: ReconstructionOptions,
): Promise<ReconstructionErrors> {
  const { stream, coder = coreCoder, estimators = ['published'], maxMemory, checkpoint, onProgress, ...rest } = options
  const { coding: changes, ...compute } = rest
  const coding = { ...params.sparseCoding, ...changes }
  const lasso = estimators.includes('lasso')
  const [sampling, learning, testing, solving] = progressParts(onProgress, [1, 8, 1, lasso ? 4 : 0])

  const units = drawUnits(stream, targets.cols, coding.units)
  const reading = { ...compute, ...sampling, ...(maxMemory && { maxMemory }) }
  const { features, scale } = scaleFeatures(await sampleUnits([targets, fillers], units, reading), coding.scaleQuantile)
  const start = initialDictionary(stream, features, coding.atoms)
  const batches = drawBatches(stream, features.rows, coding)

  const steps = { ...thresholding(coding), ...compute }
  const { batchSize, learningRate } = coding
  const lessons = { batches, batchSize, learningRate, ...(checkpoint !== undefined && { checkpoint }) }
  const learnt = await coder.learnDictionary(features, start, { ...steps, ...learning, ...lessons })
  const encoded = await coder.sparseEncode(features, learnt.dictionary, { ...steps, ...testing, method: 'ista' })
  const found = {
    ...{ coding, units, scale, dictionary: learnt.dictionary, errors: encoded.errors.slice(0, targets.rows) },
    training: { curve: learnt.errors, convergence: convergenceReport(learnt) },
    test: convergenceReport(encoded),
  }
  const warnings = convergenceWarnings(found.training.convergence, found.test)
  if (!lasso) return { ...found, warnings }
  const optimum = await lassoErrors(features, found, coder, { ...compute, ...solving })
  const { notConverged } = optimum
  const more = notConverged > 0 ? [`The lasso of ${notConverged} images did not converge.`] : []
  return { ...found, lasso: optimum, warnings: [...warnings, ...more] }
}

async function lassoErrors(
  features: Matrix,
  { coding, dictionary, errors }: Pick<ReconstructionErrors, 'coding' | 'dictionary' | 'errors'>,
  coder: SparseCoder,
  compute: ComputeOptions,
): Promise<LassoErrors> {
  const alpha = coding.threshold / coding.stepSize
  const solve = { method: 'coordinate-descent', alpha, centre: 'grand-mean', ...compute } as const
  const optimum = await coder.sparseEncode(features, dictionary, solve)
  const best = optimum.errors.slice(0, errors.length)
  const notConverged = Array.from(optimum.converged).filter((one) => !one).length
  return { errors: best, alpha, notConverged, agreement: agreement(errors, best) }
}

// The published loop of 1000 leaves after 999 updates of the codes.
const thresholding = ({ stepSize, threshold, tolerance, maxIterations }: SparseCoding) =>
  ({ stepSize, threshold, tolerance, maxIterations: maxIterations - 1, centre: 'grand-mean' }) as const

/** Rows of each batch, drawn with replacement, one batch after the other. */
function drawBatches(stream: LegacyStream, rows: number, { batches, batchSize }: SparseCoding): Int32Array {
  const all = new Int32Array(batches * batchSize)
  for (let b = 0; b < batches; b++) all.set(stream.choice(rows, batchSize, { replace: true }), b * batchSize)
  return all
}
