import type { Float, Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import type { Metric } from './metric.js'
import { prepareRow, rowDistance } from './pair.reference.js'

/** The specification of `cdist`: each pair on its own, in naive float64, rounded to the type of `out`. */
export async function cdistReference(x: Matrix, y: Matrix, metric: Metric, out: Float, pace: Pace): Promise<void> {
  for (let i = 0; i < x.rows; i++) {
    const row = prepareRow(x, i, metric)
    for (let j = 0; j < y.rows; j++) {
      out[i * y.rows + j] = rowDistance(row, prepareRow(y, j, metric), metric)
      await pace((i * y.rows + j + 1) / out.length)
    }
  }
}
