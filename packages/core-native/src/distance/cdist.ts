import { isFileMatrix, type FileMatrix } from '../file/index.js'
import { allocateLike, checkMatrix, type Float, type Matrix } from '../runtime/matrix.js'
import { checkOptions, type CheckedOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { cdistReference } from './cdist.reference.js'
import { checkAlike } from './check-alike.js'
import { columnTotals } from './column-pass.js'
import { checkFileOptions, fitsInMemory, type CheckedFileOptions } from './file-options.js'
import { fastDistances } from './fast.js'
import { finishTotals } from './finish-totals.js'
import { checkMetric, metrics, type Metric } from './metric.js'
import { isFast, type DefaultOptions, type DistanceOptions, type FastDistances, type FastOptions } from './precision.js'
import { rowPass } from './row-pass.js'
import { bufferFor, bytesOf, checkSource, inMemory, readingOf, widthOf, type Source } from './side.js'

/** The fast mode's n x m distances and errors. */
export type FastDistanceMatrix = FastDistances & { readonly rows: number; readonly cols: number }

/**
 * Distances from each row of one matrix to each row of another, as scipy.spatial.distance.cdist defines them.
 *
 * The same definition, bits and limits as `pdist`. Where one side is in memory, or fits, a matrix on disk is read once in
 * blocks of rows, with the bits of the call in memory; where both do not, column by column.
 * @param x n x d, in memory or on disk
 * @param y m x d, of the same type as x
 * @param options `precision: 'fast'` as for `pdist`, with rows and cols
 * @returns n x m: entry (i, j) is the distance of x's row i to y's row j
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE, and those of a matrix on
 *   disk; `signal.reason` once aborted
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
  options?: DefaultOptions,
): Promise<Matrix<T>>
export async function cdist(
  x: Matrix | FileMatrix,
  y: Matrix | FileMatrix,
  metric: Metric,
  options?: DefaultOptions,
): Promise<Matrix>
export async function cdist(
  first: Source,
  second: Source,
  metric: Metric,
  options?: DistanceOptions,
): Promise<Matrix | FastDistanceMatrix> {
  if (isFast(options)) return fastCdist(first as Matrix, second as Matrix, metric, options)
  const [from, to] = [checkSource(first, 'x'), checkSource(second, 'y')]
  checkMetric(metric)
  checkAlike(from, to)
  const checked = checkFileOptions(options)
  const results = from.rows * to.rows * widthOf(from)
  const small = [from, to].map((side) => !isFileMatrix(side) || fitsInMemory(bytesOf(side), results, checked))
  if (!small[0] && !small[1]) {
    const task = { x: from, y: to, metric, wide: false, results: widthOf(from) === 8 ? 0 : results }
    return {
      data: await finishTotals(task, await columnTotals(task, checked), checked),
      rows: from.rows,
      cols: to.rows,
    }
  }
  const out = allocateLike(bufferFor(from, 0), from.rows * to.rows, 'the distances')
  const reading = readingOf(checked)
  const x = small[0] && isFileMatrix(from) ? await inMemory(from, reading) : from
  const y = small[1] && isFileMatrix(to) ? await inMemory(to, reading) : to
  await compareRows(x, y, metric, out, checked)
  return { data: out, rows: from.rows, cols: to.rows }
}

async function fastCdist(first: Matrix, second: Matrix, metric: Metric, options: FastOptions) {
  const [x, y] = [checkMatrix(first, 'x'), checkMatrix(second, 'y')]
  checkMetric(metric)
  checkAlike(x, y)
  return { ...(await fastDistances(x, y, metric, checkOptions(options))), rows: x.rows, cols: y.rows }
}

/** At least one side is in memory; the other one streams past it where it is not. */
async function compareRows(x: Source, y: Source, metric: Metric, out: Float, options: CheckedFileOptions) {
  const settings = { metric, kernel: 'cdist' }
  if (isFileMatrix(x)) {
    const compare = (block: Matrix, row: number, o: CheckedFileOptions) =>
      compareInMemory(block, y as Matrix, metric, out, row * y.rows, y.rows, o)
    await rowPass({ source: x, other: y as Matrix, settings, arrays: [out], working: 2 * bytesOf(y), compare }, options)
  } else if (isFileMatrix(y)) {
    const compare = (block: Matrix, row: number, o: CheckedFileOptions) =>
      compareInMemory(x, block, metric, out, row, y.rows, o)
    await rowPass({ source: y, other: x, settings, arrays: [out], working: 2 * bytesOf(x), compare }, options)
  } else {
    await compareInMemory(x, y, metric, out, 0, y.rows, options)
  }
}

/** Writes entry (i, j) to out[first + i * stride + j]. */
async function compareInMemory(
  x: Matrix,
  y: Matrix,
  metric: Metric,
  out: Float,
  first: number,
  stride: number,
  options: CheckedOptions,
) {
  const sizes = { xRows: x.rows, yRows: y.rows, cols: x.cols, float64: out[Symbol.toStringTag] === 'Float64Array' }
  const at = { out, outFirst: first, outStride: stride, outLength: out.length }
  const args = { x: x.data, y: y.data, ...sizes, metric: metrics.indexOf(metric), ...at }
  await runKernel({ name: 'cdist', args, reference: (pace) => cdistReference(x, y, metric, out, pace) }, options)
}
