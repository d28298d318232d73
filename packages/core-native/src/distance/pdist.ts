import { allocateLike, checkMatrix, type Float, type Matrix } from '../runtime/matrix.js'
import { checkOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { fastDistances } from './fast.js'
import { checkMetric, type Metric } from './metric.js'
import { pdistReference } from './pdist.reference.js'
import { isFast, type DistanceOptions, type FastDistances, type FastOptions } from './precision.js'

/**
 * Pairwise distances between the rows of a matrix, as scipy.spatial.distance.pdist defines them.
 *
 * Sums run in the defined order (README, "The definition of a sum"), so every SIMD level and thread count gives the same
 * bits. A NaN in a row makes its distances NaN. float32 squares overflow beyond |x - y| of about 1e18 and vanish below
 * about 1e-19 (euclidean, sqeuclidean): convert such data to float64.
 * @param x n x d, rows are patterns; it must not be changed or transferred before the promise settles
 * @param metric one of SciPy's names
 * @param options `precision: 'fast'` (float32; euclidean, sqeuclidean, cosine, correlation) gives {distances, errors,
 *   unit} instead: distances that may differ among machines, each with a bound on its error
 * @returns n(n-1)/2 distances of x's type, in SciPy's condensed order: (0,1), (0,2), …, (1,2), …
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function pdist(x: Matrix<Float32Array>, metric: Metric, options: FastOptions): Promise<FastDistances>
export async function pdist<T extends Float>(
  x: Matrix<T>,
  metric: Metric,
  options?: DistanceOptions & { readonly precision?: 'default' },
): Promise<T>
export async function pdist(x: Matrix, metric: Metric, options?: DistanceOptions): Promise<Float | FastDistances> {
  const patterns = checkMatrix(x, 'x')
  const index = checkMetric(metric)
  const checked = checkOptions(options)
  if (isFast(options)) return fastDistances(patterns, undefined, metric, checked)
  const { data, rows, cols } = patterns
  const out = allocateLike(data, (rows * (rows - 1)) / 2, 'the distances')
  const args = { x: data, rows, cols, metric: index, float64: out instanceof Float64Array, out }
  await runKernel({ name: 'pdist', args, reference: (pace) => pdistReference(patterns, metric, out, pace) }, checked)
  return out
}
