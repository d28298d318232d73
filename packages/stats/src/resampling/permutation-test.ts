import { philox } from '@likeness/core-native'
import { requireChoice, requireInteger } from '../arguments.js'
import { ALTERNATIVES, type Alternative } from '../result.js'
import { requireSeed } from './require-seed.js'
import { runInSlices, type RunOptions } from './run-in-slices.js'

/** Options of {@link permutationTest}. */
export interface PermutationOptions extends RunOptions {
  /** Integer from 0 to 2^64 - 1. */
  seed: number | bigint
  /** Random orders drawn, default 10000. */
  permutations?: number
  /** Default 'two-sided', by absolute value. */
  alternative?: Alternative
}

/** What a permutation test found. */
export interface PermutationResult {
  /** Statistic of the data as they came. */
  observed: number
  /** (k + 1) / (permutations + 1). */
  p: number
  /** Permuted statistics at least as extreme as the observed one. */
  k: number
  permutations: number
  /** The permuted statistics, in order of their stream. */
  null: Float64Array
  n: number
  alternative: Alternative
  seed: number | bigint
  method: 'permutation'
}

// Above every stream of bootstrapInterval, so the two are independent under one seed.
const FIRST_STREAM = 2 ** 32
// Permuting changes the order of summation: equal statistics come out a few units in the last place apart.
const TIE_TOLERANCE = 1e-12

function isExtreme(value: number, observed: number, alternative: Alternative): boolean {
  const slack = TIE_TOLERANCE * Math.abs(observed)
  if (alternative === 'greater') return value >= observed - slack
  if (alternative === 'less') return value <= observed + slack
  return Math.abs(value) >= Math.abs(observed) - slack
}

/**
 * Monte-Carlo permutation test. p = (k + 1) / (B + 1) counts the observed order among the permuted ones, so it is never
 * 0 and the test keeps its level (Phipson & Smyth 2010, "Permutation p-values should never be zero"). Values within
 * 1e-12 of the observed one, relatively, count as ties and so as extreme. Permutation b uses stream 2^32 + b of the seed.
 * Gives way to the event loop every 12 ms.
 * @param statistic of the data with one side reordered by `permutation` (n indices); 0, ..., n - 1 gives the observed one
 * @param n cases, at least 2
 * @returns p NaN when the observed or any permuted statistic is NaN
 * @throws {StatsError} on a wrong option; rejects with `signal.reason` when aborted
 */
export async function permutationTest(
  statistic: (permutation: Int32Array) => number,
  n: number,
  options: PermutationOptions,
): Promise<PermutationResult> {
  const { seed, permutations = 10_000, alternative = 'two-sided' } = options ?? {}
  requireInteger('n', n, 2, 2 ** 31 - 1)
  requireSeed(seed)
  requireInteger('permutations', permutations, 1)
  requireChoice('alternative', alternative, ALTERNATIVES)
  const rng = philox(seed)
  const observed = statistic(new Int32Array(n).map((_, i) => i))
  const values = new Float64Array(permutations)
  let k = 0
  let undefinedValues = Number.isNaN(observed) ? 1 : 0
  const step = (b: number) => {
    const value = statistic(rng.stream(FIRST_STREAM + b).permutation(n))
    values[b] = value
    if (Number.isNaN(value)) undefinedValues++
    else if (isExtreme(value, observed, alternative)) k++
  }
  await runInSlices(permutations, step, options)
  const p = undefinedValues > 0 ? NaN : (k + 1) / (permutations + 1)
  return { observed, p, k, permutations, null: values, n, alternative, seed, method: 'permutation' }
}
