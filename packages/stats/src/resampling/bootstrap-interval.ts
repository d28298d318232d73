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
  const { seed, resamples = 10_000, level = 0.95, method = 'percentile' } = options ?? {}
  requireInteger('n', n, 2, 2 ** 31 - 1)
  requireSeed(seed)
  requireInteger('resamples', resamples, 1)
  requireLevel(level)
  requireChoice('method', method, ['percentile', 'bca'])
  const rng = philox(seed)
  const indices = new Int32Array(n)
  const estimate = statistic(indices.map((_, i) => i))
  const values = new Float64Array(resamples)
  const jackknife = method === 'bca' ? new Float64Array(n) : null
  const step = (b: number) => {
    if (b < resamples) values[b] = statistic(resample(rng.stream(b), indices))
    else jackknife![b - resamples] = statistic(without(n, b - resamples))
  }
  await runInSlices(resamples + (jackknife ? n : 0), step, options)
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const ci = bounds(estimate, sorted, jackknife, level)
  return { estimate, ci, n, level, method, resamples, valid: sorted.length, seed }
}
