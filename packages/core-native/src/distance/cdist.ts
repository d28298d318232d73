import { allocateLike, checkMatrix, type Float, type Matrix } from '../runtime/matrix.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { cdistReference } from './cdist.reference.js'
import { checkAlike } from './check-alike.js'
import { checkMetric, type Metric } from './metric.js'

/**
 * Distances from each row of one matrix to each row of another, as scipy.spatial.distance.cdist defines them.
 *
 * The same definition, bits and limits as `pdist`.
 * @param x n x d
 * @param y m x d, of the same type as x
 * @returns n x m: entry (i, j) is the distance of x's row i to y's row j
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function cdist<T extends Float>(
  x: Matrix<T>,
  y: Matrix<T>,
  metric: Metric,
  options?: ComputeOptions,
): Promise<Matrix<T>> {
  const [from, to] = [checkMatrix(x, 'x'), checkMatrix(y, 'y')]
  const index = checkMetric(metric)
  checkAlike(from, to)
  const checked = checkOptions(options)
  const out = allocateLike(from.data, from.rows * to.rows, 'the distances')
  const sizes = { xRows: from.rows, yRows: to.rows, cols: from.cols, float64: out instanceof Float64Array }
  const args = { x: from.data, y: to.data, ...sizes, metric: index, out }
  await runKernel({ name: 'cdist', args, reference: (pace) => cdistReference(from, to, metric, out, pace) }, checked)
  return { data: out, rows: from.rows, cols: to.rows }
}
