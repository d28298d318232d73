import { allocateLike, type Float } from '../runtime/matrix.js'
import type { CheckedOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import type { ColumnTask, Totals } from './column-pass.js'
import { metrics } from './metric.js'
import { bufferFor, isFloat64 } from './side.js'

/** Distances of the sources' type from their totals; those of float64 sources take the totals' place. */
export async function finishTotals(
  { x, y, metric, wide }: ColumnTask,
  { totals, xSums, ySums }: Totals,
  { onProgress, ...options }: CheckedOptions,
): Promise<Float> {
  const inPlace = wide || isFloat64(x)
  const out = inPlace ? totals : allocateLike(bufferFor(x, 0), totals.length, 'the distances')
  const args = {
    ...{ totals, xSums, ySums, out, xRows: x.rows, yRows: (y ?? x).rows, cols: x.cols, symmetric: !y },
    ...{ metric: metrics.indexOf(metric), float64: inPlace },
  }
  await runKernel({ name: 'finish_totals', args, reference: unreachable }, options)
  onProgress?.(1)
  return out
}

/** For kernels on matrices on disk: where the reference runs, these are read into memory first. */
export async function unreachable(): Promise<void> {
  throw new Error('the reference of a matrix on disk is that of the matrix in memory')
}
