import { checkAlike } from '../distance/check-alike.js'
import { CoreNativeError, invalid } from '../runtime/errors.js'
import { allocate, checkMatrix, type Matrix } from '../runtime/matrix.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { compareRdmsReference } from './compare-rdms.reference.js'
import { checkComparison, isWhitened, type Comparison } from './comparison.js'

export interface CompareRdmsOptions extends ComputeOptions {
  readonly comparison: Comparison
}

/**
 * Similarities of RDMs, each of one set with each of another.
 *
 * A cell that is NaN in either of two RDMs is left out of their comparison, and ranks are those among the cells that are left
 * (the pairwise rule). Similarities are in [-1, 1] and NaN where they are not defined: constant cells (tau-a and rho-a are 0
 * there), zero cells for cosine, an infinity (which ranks as any number in the comparisons of ranks), no cell in common.
 * Rank comparisons are computed from integers: the same bits everywhere, exact up to the last division.
 * @param a rows are RDMs in condensed order; it must not be changed or transferred before the promise settles, nor b
 * @param b of the same cells and type
 * @returns a.rows x b.rows
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE (also, for whitened comparisons, cells that are not n(n-1)/2),
 *   OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function compareRdms(a: Matrix, b: Matrix, options: CompareRdmsOptions): Promise<Matrix<Float64Array>> {
  const [x, y] = [checkMatrix(a, 'a'), checkMatrix(b, 'b')]
  checkAlike(x, y, 'b', 'a')
  if (typeof options !== 'object' || options === null) throw invalid('an object', 'options', options)
  const { comparison } = options
  const index = checkComparison(comparison)
  const conditions = isWhitened(comparison) ? conditionsOf(x.cols) : 0
  if (x.cols >= 2 ** 30) throw invalid('an integer below 2^30', 'a.cols', x.cols)
  const checked = checkOptions(options)
  const out = allocate(Float64Array, x.rows * y.rows, 'the similarities')
  const sizes = { aRows: x.rows, bRows: y.rows, cells: x.cols, conditions, comparison: index }
  const args = { a: x.data, b: y.data, ...sizes, float64: x.data[Symbol.toStringTag] === 'Float64Array', out }
  const reference = (pace: Parameters<typeof compareRdmsReference>[4]) =>
    compareRdmsReference(x, y, comparison, out, pace)
  await runKernel({ name: 'compare_rdms', args, reference }, checked)
  return { data: out, rows: x.rows, cols: y.rows }
}

/** @throws CoreNativeError INVALID_SHAPE */
function conditionsOf(cells: number): number {
  const n = Math.round((1 + Math.sqrt(1 + 8 * cells)) / 2)
  if ((n * (n - 1)) / 2 === cells) return n
  throw new CoreNativeError('INVALID_SHAPE', `Expected n(n-1)/2 columns for a and b but received ${cells}`)
}
