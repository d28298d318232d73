import { philox, type Philox } from '@likeness/core-native'
import { requireChoice, requireInteger, requireLevel } from '../arguments.js'
import { quantileOfSorted } from '../quantile.js'
import { noBounds, type Bounds, type IntervalResult } from '../result.js'
import { acceleration, bcaProbabilities, biasCorrection } from './bca.js'
import { requireSeed } from './require-seed.js'
import { runInSlices, type RunOptions } from './run-in-slices.js'

/** How bounds are read from the resampled values. */
export type BootstrapMethod = 'percentile' | 'bca'

/** Options of {@link bootstrapInterval}. */
export interface BootstrapOptions extends RunOptions {
  /** Integer from 0 to 2^64 - 1. */
  seed: number | bigint
  /** Default 10000. */
  resamples?: number
  /** Confidence level, default 0.95. */
  level?: number
  /** Default 'percentile'. */
  method?: BootstrapMethod
}

/** A bootstrap interval. */
export interface BootstrapResult extends IntervalResult {
  method: BootstrapMethod
  /** Resamples drawn. */
  resamples: number
  /** Resamples whose statistic was not NaN; only these make the interval. */
  valid: number
  seed: number | bigint
}

/** Draws n of n cases with replacement into `indices`. */
function resample(rng: Philox, indices: Int32Array): Int32Array {
  for (let i = 0; i < indices.length; i++) indices[i] = rng.integer(indices.length)
  return indices
}

/** All cases but one. */
const without = (n: number, left: number) => new Int32Array(n - 1).map((_, i) => (i < left ? i : i + 1))

function bounds(estimate: number, sorted: Float64Array, jackknife: Float64Array | null, level: number): Bounds {
  if (sorted.length === 0) return noBounds()
  const [low, high] = jackknife
    ? bcaProbabilities(biasCorrection(estimate, sorted), acceleration(jackknife), level)
    : [(1 - level) / 2, (1 + level) / 2]
  return Number.isNaN(low + high) ? noBounds() : [quantileOfSorted(sorted, low), quantileOfSorted(sorted, high)]
}

/**
 * {@link bootstrapInterval} of several statistics at once, all on the same resamples: drawing them costs as much as a
 * simple statistic.
 * @param n cases, at least 2
 * @param statistics of the cases at `indices`, by name, the same names each time; the array is reused after the call
 * @returns what `bootstrapInterval` gives for each alone
 * @throws {StatsError} on a wrong option; rejects with `signal.reason` when aborted
 */
export async function bootstrapIntervals<Name extends string>(
  n: number,
  statistics: (indices: Int32Array) => Readonly<Record<Name, number>>,
  options: BootstrapOptions,
): Promise<Record<Name, BootstrapResult>> {
  const { seed, resamples = 10_000, level = 0.95, method = 'percentile' } = options ?? {}
  requireInteger('n', n, 2, 2 ** 31 - 1)
  requireSeed(seed)
  requireInteger('resamples', resamples, 1)
  requireLevel(level)
  requireChoice('method', method, ['percentile', 'bca'])
  const rng = philox(seed)
  const indices = new Int32Array(n)
  const estimates = statistics(indices.map((_, i) => i))
  const names = Object.keys(estimates) as Name[]
  const jackknifed = method === 'bca' ? n : 0
  const values = names.map(() => new Float64Array(resamples + jackknifed))
  const step = (b: number) => {
    const result = statistics(b < resamples ? resample(rng.stream(b), indices) : without(n, b - resamples))
    for (const [k, name] of names.entries()) values[k]![b] = result[name]
  }
  await runInSlices(resamples + jackknifed, step, options)
  const intervals = names.map((name, k): [Name, BootstrapResult] => {
    const estimate = estimates[name]
    const sorted = values[k]!.subarray(0, resamples)
      .filter((value) => !Number.isNaN(value))
      .sort()
    const jackknife = jackknifed ? values[k]!.subarray(resamples) : null
    const ci = bounds(estimate, sorted, jackknife, level)
    return [name, { estimate, ci, n, level, method, resamples, valid: sorted.length, seed }]
  })
  return Object.fromEntries(intervals) as Record<Name, BootstrapResult>
}

/**
 * Bootstrap confidence interval over cases (Efron 1979): the statistic of n cases drawn from n with replacement, many
 * times. Resample b uses stream b of the seed, so it is the same whatever was drawn before. `percentile` reads the
 * quantiles at (1 -+ level) / 2; `bca` corrects them for bias and for skewness by the jackknife (Efron 1987) at the cost
 * of n more calls. Resamples with a NaN statistic (constant data, say) are left out and show in `valid`.
 * Gives way to the event loop every 12 ms.
 * @param n cases, at least 2
 * @param statistic of the cases at `indices` (n of them; n - 1 in the jackknife); the array is reused after the call
 * @returns NaN bounds when no resample is valid, or with `bca` when a correction is not defined
 * @throws {StatsError} on a wrong option; rejects with `signal.reason` when aborted
 */
export async function bootstrapInterval(
  n: number,
  statistic: (indices: Int32Array) => number,
  options: BootstrapOptions,
): Promise<BootstrapResult> {
  const { value } = await bootstrapIntervals(n, (indices) => ({ value: statistic(indices) }), options)
  return value
}
