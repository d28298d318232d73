import { CoreNativeError, invalid } from '../runtime/errors.js'
import { checkMatrix, isFloat, type Float, type Matrix } from '../runtime/matrix.js'
import { checkOptions } from '../runtime/options.js'
import { fixedLength } from '../runtime/typed-array.js'
import type { Alternative } from './alternative.js'
import type { ResamplingComparison } from './comparison.js'
import { checkPermutation, permute, pValues, type PermuteOptions } from './permute.js'

/** Exactness of 64-bit sums of ranks. */
const mostCases = 2 ** 21

export interface PermuteCorrelation {
  /** The correlation of x and y as they came. */
  readonly estimate: number
  /** (b + 1) / (m + 1): b of m permutations are at least as extreme as the estimate. */
  readonly p: number
  /** The correlation after each permutation. */
  readonly null: Float64Array
  readonly permutations: number
  readonly comparison: ResamplingComparison
  readonly alternative: Alternative
  readonly seed: number | bigint
  readonly method: string
}

/**
 * Permutation test of the correlation of two paired vectors: under the null hypothesis y might as well have come in any
 * other order. Permutation i uses stream 2^32 + i of the seed. Values within 1e-12 of the estimate count as equal to it.
 * @param x n cases, 3 to 2^21
 * @param y n cases, of either type
 * @param options `alternative`: default `two-sided`
 * @returns estimate and p NaN where the comparison is not defined: a constant vector, a NaN
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function permuteCorrelation(x: Float, y: Float, options: PermuteOptions): Promise<PermuteCorrelation> {
  const [a, b] = [checkVector(x, 'x'), checkVector(y, 'y')]
  if (a.cols !== b.cols)
    throw new CoreNativeError('INVALID_SHAPE', `Expected the ${a.cols} values of x for y but received ${b.cols}`)
  const checked = checkOptions(options)
  const settings = checkPermutation(options, 'two-sided')
  const out = await permute({ x: a, y: b, conditions: 0, ...settings }, checked)
  const [p] = pValues(out.extreme, settings.permutations, out.estimates)
  return { estimate: out.estimates[0]!, p: p!, null: out.null, ...settings, method: 'permutation of cases' }
}

function checkVector(data: Float, name: string): Matrix {
  if (!isFloat(data)) throw invalid('a Float32Array or Float64Array', name, data)
  const cases = fixedLength(data, name)
  if (cases < 3 || cases > mostCases)
    throw new CoreNativeError('INVALID_SHAPE', `Expected 3 to ${mostCases} values for ${name} but received ${cases}`)
  return checkMatrix({ data, rows: 1, cols: cases }, name)
}
