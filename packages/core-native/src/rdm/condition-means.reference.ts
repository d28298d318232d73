import type { Float, Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import type { Design } from './design.js'

/** The specification of the means: rows in order, in float64; a cell without a row is zero. */
export async function conditionMeansReference(
  x: Matrix,
  { order, offsets }: Design,
  scales: Float64Array | undefined,
  out: Float,
  pace: Pace,
): Promise<void> {
  for (let cell = 0; cell + 1 < offsets.length; cell++) {
    const rows = order.subarray(offsets[cell], offsets[cell + 1])
    for (let c = 0; c < x.cols; c++) {
      let sum = 0
      for (const row of rows) sum += x.data[row * x.cols + c]!
      out[cell * x.cols + c] = (sum / Math.max(1, rows.length)) * (scales?.[c] ?? 1)
    }
    await pace(cell / offsets.length)
  }
}
