import { allocateLike, checkMatrix, type Float, type Matrix } from '../runtime/matrix.js'
import { checkOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { cdistReference } from './cdist.reference.js'
import { checkAlike } from './check-alike.js'
import { fastDistances } from './fast.js'
import { checkMetric, type Metric } from './metric.js'
import { isFast, type DistanceOptions, type FastDistances, type FastOptions } from './precision.js'

/** The fast mode's n x m distances and errors. */
export type FastDistanceMatrix = FastDistances & { readonly rows: number; readonly cols: number }

/**
 * Distances from each row of one matrix to each row of another, as scipy.spatial.distance.cdist defines them.
 *
 * The same definition, bits and limits as `pdist`.
 * @param x n x d
 * @param y m x d, of the same type as x
 * @param options `precision: 'fast'` as for `pdist`, with rows and cols
 * @returns n x m: entry (i, j) is the distance of x's row i to y's row j
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function cdist(
  x: Matrix<Float32Array>,
  y: Matrix<Float32Array>,
  metric: Metric,
  options: FastOptions,
): Promise<FastDistanceMatrix>
export async function cdist<T extends Float>(
  x: Matrix<T>,
  y: Matrix<T>,
  metric: Metric,
  options?: DistanceOptions & { readonly precision?: 'default' },
): Promise<Matrix<T>>
export async function cdist(
  x: Matrix,
  y: Matrix,
  metric: Metric,
  options?: DistanceOptions,
): Promise<Matrix | FastDistanceMatrix> {
  const [from, to] = [checkMatrix(x, 'x'), checkMatrix(y, 'y')]
  const index = checkMetric(metric)
  checkAlike(from, to)
  const checked = checkOptions(options)
  if (isFast(options)) return { ...(await fastDistances(from, to, metric, checked)), rows: from.rows, cols: to.rows }
  const out = allocateLike(from.data, from.rows * to.rows, 'the distances')
  const sizes = { xRows: from.rows, yRows: to.rows, cols: from.cols, float64: out instanceof Float64Array }
  const args = { x: from.data, y: to.data, ...sizes, metric: index, out }
  await runKernel({ name: 'cdist', args, reference: (pace) => cdistReference(from, to, metric, out, pace) }, checked)
  return { data: out, rows: from.rows, cols: to.rows }
}
