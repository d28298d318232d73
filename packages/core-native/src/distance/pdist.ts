import { isFileMatrix, type FileMatrix } from '../file/index.js'
import { allocateLike, checkMatrix, type Float, type Matrix } from '../runtime/matrix.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { columnTotals } from './column-pass.js'
import { checkFileOptions, fitsInMemory } from './file-options.js'
import { fastDistances } from './fast.js'
import { finishTotals } from './finish-totals.js'
import { checkMetric, type Metric } from './metric.js'
import { pdistReference } from './pdist.reference.js'
import { isFast, type DefaultOptions, type DistanceOptions, type FastDistances, type FastOptions } from './precision.js'
import { bytesOf, checkSource, inMemory, readingOf, widthOf } from './side.js'

/**
 * Pairwise distances between the rows of a matrix, as scipy.spatial.distance.pdist defines them.
 *
 * Sums run in the defined order (README, "The definition of a sum"), so every SIMD level and thread count gives the same
 * bits. A NaN in a row makes its distances NaN. float32 squares overflow beyond |x - y| of about 1e18 and vanish below
 * about 1e-19 (euclidean, sqeuclidean): convert such data to float64.
 * @param x n x d, rows are patterns; it must not be changed or transferred before the promise settles. A matrix on disk
 *   that does not fit `maxMemory` is read once, column by column, with the same bits, cosine and correlation within the
 *   same error (README, "Larger than memory")
 * @param metric one of SciPy's names
 * @param options `precision: 'fast'` (float32 in memory; euclidean, sqeuclidean, cosine, correlation) gives {distances,
 *   errors, unit} instead: distances that may differ among machines, each with a bound on its error
 * @returns n(n-1)/2 distances of x's type, in SciPy's condensed order: (0,1), (0,2), …, (1,2), …
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE, and those of a matrix on
 *   disk; `signal.reason` once aborted
 */
export async function pdist(x: Matrix<Float32Array>, metric: Metric, options: FastOptions): Promise<FastDistances>
export async function pdist<T extends Float>(x: Matrix<T>, metric: Metric, options?: DefaultOptions): Promise<T>
export async function pdist(x: Matrix | FileMatrix, metric: Metric, options?: DefaultOptions): Promise<Float>
export async function pdist(
  x: Matrix | FileMatrix,
  metric: Metric,
  options?: DistanceOptions,
): Promise<Float | FastDistances> {
  if (isFast(options)) {
    const patterns = checkMatrix(x as Matrix, 'x')
    checkMetric(metric)
    return fastDistances(patterns, undefined, metric, checkOptions(options))
  }
  if (!isFileMatrix(x)) return pdistInMemory(x, metric, options)
  const source = checkSource(x, 'x')
  checkMetric(metric)
  const checked = checkFileOptions(options)
  const results = ((source.rows * (source.rows - 1)) / 2) * widthOf(source)
  if (fitsInMemory(bytesOf(source), results, checked))
    return pdistInMemory(await inMemory(source, readingOf(checked)), metric, options)
  const task = { x: source, metric, wide: false, results: widthOf(source) === 8 ? 0 : results }
  return finishTotals(task, await columnTotals(task, checked), checked)
}

async function pdistInMemory<T extends Float>(x: Matrix<T>, metric: Metric, options?: ComputeOptions): Promise<T> {
  const patterns = checkMatrix(x, 'x')
  const index = checkMetric(metric)
  const checked = checkOptions(options)
  const { data, rows, cols } = patterns
  const out = allocateLike(data, (rows * (rows - 1)) / 2, 'the distances')
  const args = { x: data, rows, cols, metric: index, float64: out instanceof Float64Array, out }
  await runKernel({ name: 'pdist', args, reference: (pace) => pdistReference(patterns, metric, out, pace) }, checked)
  return out
}
