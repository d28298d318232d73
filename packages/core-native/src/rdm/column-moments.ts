import { allocate, type Matrix } from '../runtime/matrix.js'
import type { CheckedOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { columnMomentsReference, type ColumnMoments } from './column-moments.reference.js'

/** Moments of the columns of a matrix whose runs of rows begin at `offsets`: in float64, the sums in the defined order. */
export async function columnMoments(
  x: Matrix,
  offsets: Int32Array,
  squared: boolean,
  options: CheckedOptions,
): Promise<ColumnMoments> {
  const { data, rows, cols } = x
  const square = () => allocate(Float64Array, cols * cols, 'the covariance')
  const moments = {
    products: square(),
    squares: squared ? square() : undefined,
    fourth: new Float64Array(1),
  }
  const sizes = { rows, cols, runs: offsets.length - 1, float64: data[Symbol.toStringTag] === 'Float64Array', squared }
  await runKernel(
    {
      name: 'column_moments',
      args: { x: data, offsets, ...sizes, ...moments },
      reference: (pace) => columnMomentsReference(x, offsets, moments, pace),
    },
    options,
  )
  return moments
}
