import { requireChoice, requireLevel, requirePaired } from '../arguments.js'
import { bootstrapInterval } from '../resampling/bootstrap-interval.js'
import { permutationTest } from '../resampling/permutation-test.js'
import type { RunOptions } from '../resampling/run-in-slices.js'
import type { Bounds } from '../result.js'
import { correlationMethods, gather, type CorrelationMethod } from './methods.js'

/** Options of {@link correlate}. */
export interface CorrelateOptions extends RunOptions {
  /** Integer from 0 to 2^64 - 1. */
  seed: number | bigint
  /** Default 'pearson'. */
  method?: 'pearson' | 'spearman' | 'kendall'
  /** Bootstrap resamples, default 10000. */
  resamples?: number
  /** Random permutations, default 10000. */
  permutations?: number
  /** Confidence level of both intervals, default 0.95. */
  level?: number
}

/** A correlation with everything that is reported beside it. */
export interface Correlation {
  estimate: number
  /** Fisher's interval for pearson, Bonett & Wright's for spearman, null for kendall. */
  ci: Bounds | null
  /** Percentile bootstrap over pairs. */
  bootstrapCi: Bounds
  /** Resamples in which neither side was constant; only these make `bootstrapCi`. */
  bootstrapValid: number
  /** Two-sided, by Student's t (pearson, spearman) or by `kendallTest`. */
  p: number
  /** Two-sided, (k + 1) / (permutations + 1). */
  permutationP: number
  n: number
  level: number
  method: 'pearson' | 'spearman' | 'kendall'
  resamples: number
  permutations: number
  seed: number | bigint
}

/**
 * A correlation with analytic and bootstrap interval and with parametric and permutation p, as a report needs them.
 * Progress counts resamples and permutations together.
 * @param x and @param y n >= 2 numbers each, paired
 * @returns NaN estimate, p and bounds when x or y is constant or holds a NaN
 * @throws {StatsError} when the lengths differ, n < 2, or an option is wrong; rejects with `signal.reason` when aborted
 */
export async function correlate(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: CorrelateOptions,
): Promise<Correlation> {
  const { seed, method = 'pearson', resamples = 10_000, permutations = 10_000, level = 0.95, signal } = options ?? {}
  requirePaired(x, y, 2)
  requireLevel(level)
  requireChoice('method', method, ['pearson', 'spearman', 'kendall'])
  const { coefficient, test, permuted }: CorrelationMethod = correlationMethods[method]
  const progressFrom = (before: number) => (done: number) =>
    options.onProgress?.(before + done, resamples + permutations)
  const n = x.length
  const parametric = test(x, y, level)
  const onCases = (indices: Int32Array) => coefficient(gather(x, indices), gather(y, indices))
  const boot = await bootstrapInterval(n, onCases, { seed, resamples, level, signal, onProgress: progressFrom(0) })
  const order = { seed, permutations, signal, onProgress: progressFrom(resamples) }
  const shuffled = await permutationTest(permuted(x, y), n, order)
  return {
    estimate: coefficient(x, y),
    ci: parametric.ci,
    bootstrapCi: boot.ci,
    bootstrapValid: boot.valid,
    p: parametric.p,
    permutationP: shuffled.p,
    n,
    level,
    method,
    resamples,
    permutations,
    seed,
  }
}
