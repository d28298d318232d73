import { allocate, type Matrix } from '../runtime/matrix.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { bootstrapRsaReference } from './bootstrap-rsa.reference.js'
import {
  checkChoice,
  checkCount,
  checkLevel,
  checkModels,
  checkRdms,
  checkSeed,
  conditionsOf,
  rowArguments,
} from './check-resampling.js'
import { checkComparison, type ResamplingComparison } from './comparison.js'
import { summarizeDraws, withoutEnd, type BootstrapSummary } from './summarize-draws.js'

const over = ['subjects', 'conditions', 'both'] as const

/** What is drawn with replacement: what a result is to generalise to. */
export type BootstrapOver = (typeof over)[number]

export interface BootstrapRsaOptions extends ComputeOptions {
  /** Default: spearman. */
  readonly comparison?: ResamplingComparison
  readonly over: BootstrapOver
  /** Default: 10000. */
  readonly draws?: number
  /** An integer from 0 to 2^64 - 1, a bigint above 2^53 - 1. */
  readonly seed: number | bigint
  /** Of the intervals; default: 0.95. */
  readonly level?: number
}

/** One entry for each model, but for `similarities` and `draws`. */
export interface BootstrapRsa extends BootstrapSummary {
  /** Mean over subjects of the comparison with each model, on the data as they came. */
  readonly estimates: Float64Array
  /** Subjects x models: the comparisons on the data as they came. */
  readonly similarities: Matrix<Float64Array>
  /** Draws x models: the estimate in each draw; NaN where it is not defined. */
  readonly draws: Matrix<Float64Array>
  readonly comparison: ResamplingComparison
  readonly over: BootstrapOver
  readonly level: number
  readonly seed: number | bigint
  readonly method: string
}

/**
 * Bootstrap of the mean comparison of the subjects' RDMs with models, over subjects, conditions or both (Nili et al.
 * 2014; Schütt et al. 2023).
 *
 * Draw i uses stream i of the seed: the subjects first, then the conditions. Pairs of a condition with itself are left
 * out of a resample; repeated conditions repeat their cells, which are then tied, and ranks are those of the resample.
 * A draw is NaN for a model where fewer than three distinct conditions were drawn, or where a comparison is not defined (a
 * constant vector, except for tau-a and rho-a, or a NaN among its cells; for pearson and cosine an infinity too).
 * @param rdms subjects x pairs: condensed RDMs in the order of `pdist`, 3 to 2048 conditions
 * @param models models x pairs, of the same conditions
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function bootstrapRsa(rdms: Matrix, models: Matrix, options: BootstrapRsaOptions): Promise<BootstrapRsa> {
  const data = checkRdms(rdms, 'rdms', 1)
  const predictions = checkModels(models, data)
  const checked = checkOptions(options)
  const task = { rdms: data, models: predictions, conditions: conditionsOf(data, 'rdms'), ...checkBootstrap(options) }
  const [subjects, count] = [data.rows, predictions.rows]
  const out = {
    similarities: allocate(Float64Array, subjects * count, 'the similarities'),
    estimates: allocate(Float64Array, count, 'the estimates'),
    evaluations: allocate(Float64Array, task.draws * count, 'the draws'),
  }
  const { comparison, level, seed, ...sizes } = task
  const args = {
    ...{ ...sizes, ...rowArguments('rdms', data), ...rowArguments('models', predictions), cells: data.cols },
    ...{ comparison: checkComparison(comparison), ...checkSeed(seed), ...out },
  }
  const reference = bootstrapRsaReference.bind(undefined, task, out)
  await runKernel({ name: 'bootstrap_rsa', args, reference }, withoutEnd(checked))
  const summary = await summarizeDraws(out.evaluations, count, level, checked)
  return {
    estimates: out.estimates,
    similarities: { data: out.similarities, rows: subjects, cols: count },
    draws: { data: out.evaluations, rows: task.draws, cols: count },
    ...summary,
    ...{ comparison, over: task.over, level, seed },
    method: `bootstrap over ${task.over === 'both' ? 'subjects and conditions' : task.over}, percentile interval, one-sided p`,
  }
}

function checkBootstrap(options: BootstrapRsaOptions) {
  // No types in JavaScript.
  const given = options ?? ({} as BootstrapRsaOptions)
  const { comparison = 'spearman', over: resampled, draws = 10_000, seed, level = 0.95 } = given
  checkComparison(comparison)
  checkChoice(resampled, over, 'over')
  checkSeed(seed)
  const [overSubjects, overConditions] = [resampled !== 'conditions', resampled !== 'subjects']
  return {
    ...{ comparison, over: resampled, overSubjects, overConditions, seed },
    ...{ draws: checkCount(draws, 'draws'), level: checkLevel(level) },
  }
}
