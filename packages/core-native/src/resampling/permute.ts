import { allocate, type Matrix } from '../runtime/matrix.js'
import type { CheckedOptions, ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { alternatives, type Alternative } from './alternative.js'
import { checkChoice, checkCount, checkSeed, rowArguments } from './check-resampling.js'
import { checkComparison, type ResamplingComparison } from './comparison.js'
import { permuteReference, type Permutation, type Permuted } from './permute.reference.js'

export interface PermuteOptions extends ComputeOptions {
  /** Default: spearman. */
  readonly comparison?: ResamplingComparison
  /** Random orders drawn; default: 10000. */
  readonly permutations?: number
  /** An integer from 0 to 2^64 - 1, a bigint above 2^53 - 1. */
  readonly seed: number | bigint
  readonly alternative?: Alternative
}

/** Options with their defaults, checked. */
export function checkPermutation(options: PermuteOptions | undefined, usual: Alternative) {
  const given = options ?? ({} as PermuteOptions) // no types in JavaScript
  const { comparison = 'spearman', permutations = 10_000, seed, alternative = usual } = given
  checkComparison(comparison)
  checkChoice(alternative, alternatives, 'alternative')
  checkSeed(seed)
  return { comparison, permutations: checkCount(permutations, 'permutations'), seed, alternative }
}

/** Allocates, runs and returns what permute.h describes. */
export async function permute(task: Permutation, options: CheckedOptions): Promise<Permuted> {
  const { x, y, comparison, alternative, seed, permutations, conditions } = task
  const out: Permuted = {
    similarities: allocate(Float64Array, x.rows * y.rows, 'the similarities'),
    estimates: allocate(Float64Array, y.rows, 'the estimates'),
    null: allocate(Float64Array, permutations * y.rows, 'the null distribution'),
    maxima: allocate(Float64Array, permutations, 'the maxima'),
    extreme: allocate(Int32Array, y.rows, 'the counts'),
    extremeOfAll: allocate(Int32Array, y.rows, 'the counts'),
  }
  const args = {
    ...{ ...rowArguments('x', x), ...rowArguments('y', y), cells: x.cols, conditions, permutations, ...out },
    ...{ comparison: checkComparison(comparison), alternative: alternatives.indexOf(alternative), ...checkSeed(seed) },
  }
  await runKernel({ name: 'permute', args, reference: permuteReference.bind(undefined, task, out) }, options)
  return out
}

/** (b + 1) / (m + 1) for each estimate; NaN where the estimate is. */
export function pValues(counts: Int32Array, resamples: number, estimates: Float64Array): Float64Array {
  return estimates.map((estimate, v) => (Number.isNaN(estimate) ? NaN : (counts[v]! + 1) / (resamples + 1)))
}

/** Rows and columns of results. */
export const matrixOf = (data: Float64Array, cols: number): Matrix<Float64Array> => ({
  ...{ data, cols },
  rows: data.length / cols,
})
