import type { Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import { cdistReference } from './cdist.reference.js'
import type { Metric } from './metric.js'
import { prepareRow } from './pair.reference.js'
import { pdistReference } from './pdist.reference.js'

/** The fast mode without a tile unit and without the addon: the reference's distances, and what naive float64 errs by. */
export async function fastReference(
  x: Matrix,
  y: Matrix | undefined,
  metric: Metric,
  distances: Float32Array,
  errors: Float32Array,
  pace: Pace,
): Promise<void> {
  if (y) await cdistReference(x, y, metric, distances, pace)
  else await pdistReference(x, metric, distances, pace)
  const xSlack = slacks(x, metric)
  const ySlack = y ? slacks(y, metric) : xSlack
  for (let i = 0, k = 0; i < x.rows; i++)
    for (let j = y ? 0 : i + 1; j < ySlack.length; j++, k++)
      errors[k] = bound(metric, x.cols, distances[k]!, xSlack[i]! + ySlack[j]!)
}

// Higham 2002, eq. 3.5: a chain of m steps errs by at most m u; the rounding to float32 comes last.
function bound(metric: Metric, cols: number, distance: number, slack: number): number {
  if (!Number.isFinite(distance)) return distance
  const chain = (cols + 8) * 2 ** -52
  const error = metric === 'cosine' || metric === 'correlation' ? 2 * chain + slack : chain * distance
  return (error + 2 ** -24 * distance + 2 ** -149) * (1 + 2 ** -22)
}

/** What the rounding of each row's mean adds (as `mean_slack` of fast-error.h); 0 but for correlation. */
function slacks(x: Matrix, metric: Metric): Float64Array {
  return Float64Array.from({ length: x.rows }, (_, i) => {
    if (metric !== 'correlation') return 0
    let largest = 0
    for (let k = i * x.cols; k < (i + 1) * x.cols; k++) largest = Math.max(largest, Math.abs(x.data[k]!))
    return (2 * (x.cols + 2) * 2 ** -53 * largest * Math.sqrt(x.cols)) / prepareRow(x, i, metric).norm
  })
}
