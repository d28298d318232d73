import type { Float, Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import type { Metric } from './metric.js'
import { prepareRow, rowDistance } from './pair.reference.js'

/** The specification of `pdist`: each pair on its own, in naive float64, rounded to the type of `out`. */
export async function pdistReference(x: Matrix, metric: Metric, out: Float, pace: Pace): Promise<void> {
  let k = 0
  for (let i = 0; i < x.rows; i++) {
    const row = prepareRow(x, i, metric)
    for (let j = i + 1; j < x.rows; j++) {
      out[k++] = rowDistance(row, prepareRow(x, j, metric), metric)
      await pace(k / out.length)
    }
  }
}
