import { allocate, type Matrix } from '../runtime/matrix.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { checkCount, checkLevel, checkRdms, checkSeed, rowArguments } from './check-resampling.js'
import { checkComparison, type ResamplingComparison } from './comparison.js'
import { noiseCeilingReference } from './noise-ceiling.reference.js'
import { summarizeDraws, withoutEnd } from './summarize-draws.js'

export interface NoiseCeilingOptions extends ComputeOptions {
  /** Default: spearman. */
  readonly comparison?: ResamplingComparison
  /** Default: 10000. */
  readonly draws?: number
  /** An integer from 0 to 2^64 - 1, a bigint above 2^53 - 1. */
  readonly seed: number | bigint
  /** Of the intervals; default: 0.95. */
  readonly level?: number
}

/** One end of the ceiling. */
export interface Ceiling {
  /** Mean over subjects, on the data as they came. */
  readonly estimate: number
  /** Of each subject. */
  readonly subjects: Float64Array
  /** In each draw; NaN where it is not defined. */
  readonly draws: Float64Array
  /** Standard deviation of the valid draws (n - 1). */
  readonly standardError: number
  /** Percentile interval of the valid draws. */
  readonly interval: readonly [lower: number, upper: number]
  /** Draws that are not NaN. */
  readonly valid: number
}

export interface NoiseCeiling {
  readonly lower: Ceiling
  readonly upper: Ceiling
  /**
   * That the lower end is above chance: (b + 1) / (m + 1), where it is 0 or less in b of m valid draws. One-sided.
   */
  readonly p: number
  readonly comparison: ResamplingComparison
  readonly level: number
  readonly seed: number | bigint
  readonly method: string
}

/**
 * Noise ceiling (Nili et al. 2014): what the best model could reach, given how much subjects differ. Upper: each subject's
 * comparison with the average of all, itself included, which overfits; lower: with the average of the others.
 *
 * Averaged are: for pearson RDMs less their mean, for cosine RDMs, both scaled to length 1; for rank comparisons ranks.
 * The average of ranks is ranked again where it is compared. For pearson, cosine and (without ties) spearman no model can
 * exceed the upper end by more than ranking the average costs; for tau-a and tau-b it is an approximation.
 *
 * Draws are bootstraps over subjects, those of `bootstrapRsa` over subjects with the same seed: draw i uses stream i. A
 * drawn subject is compared with all that were drawn (upper) and with all but its own copies (lower).
 * @param rdms subjects x pairs, at least two subjects: condensed RDMs in the order of `pdist`, 3 to 2048 conditions
 * @returns NaN where a comparison is not defined: a subject with a NaN or of equal values, one subject only in a draw
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function noiseCeiling(rdms: Matrix, options: NoiseCeilingOptions): Promise<NoiseCeiling> {
  const data = checkRdms(rdms, 'rdms', 2)
  const checked = checkOptions(options)
  const { comparison, draws, seed, level } = checkCeiling(options)
  const out = {
    subjects: allocate(Float64Array, 2 * data.rows, 'the subjects'),
    estimates: allocate(Float64Array, 2, 'the estimates'),
    evaluations: allocate(Float64Array, 2 * draws, 'the draws'),
  }
  const args = {
    ...{ ...rowArguments('rdms', data), cells: data.cols, draws },
    ...{ comparison: checkComparison(comparison), ...checkSeed(seed), ...out },
  }
  const reference = noiseCeilingReference.bind(undefined, { rdms: data, comparison, seed, draws }, out)
  await runKernel({ name: 'noise_ceiling', args, reference }, withoutEnd(checked))
  const summary = await summarizeDraws(out.evaluations, 2, level, checked)
  const end = (side: 0 | 1): Ceiling => ({
    estimate: out.estimates[side]!,
    subjects: everySecond(out.subjects, side),
    draws: everySecond(out.evaluations, side),
    standardError: summary.standardErrors[side]!,
    interval: [summary.lower[side]!, summary.upper[side]!],
    valid: summary.valid[side]!,
  })
  const method = 'bootstrap over subjects, percentile intervals, one-sided p of the lower end'
  return { lower: end(0), upper: end(1), p: summary.p[0]!, comparison, level, seed, method }
}

const everySecond = (values: Float64Array, side: number) =>
  allocate(Float64Array, values.length / 2, 'the draws').map((_, i) => values[2 * i + side]!)

function checkCeiling(options: NoiseCeilingOptions) {
  // No types in JavaScript.
  const { comparison = 'spearman', draws = 10_000, seed, level = 0.95 } = options ?? ({} as NoiseCeilingOptions)
  checkComparison(comparison)
  checkSeed(seed)
  return { comparison, draws: checkCount(draws, 'draws'), seed, level: checkLevel(level) }
}
