import type { Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import type { Found, Search } from './nearest-neighbors.js'
import type { Metric } from './metric.js'

/** The specification of `nearestNeighbors`: every distance in naive float64, sorted by distance, then index. */
export async function nearestNeighborsReference(
  queries: Matrix,
  base: Matrix,
  { k, metric, exclude }: Search,
  found: Found,
  pace: Pace,
): Promise<void> {
  for (let i = 0; i < queries.rows; i++) {
    const query = formOf(queries, i, metric)
    const all: { key: number; index: number }[] = []
    for (let index = 0; index < base.rows; index++) {
      const key = keyOf(query, formOf(base, index, metric), metric)
      const excluded = exclude === 'self' ? index === i : exclude === 'zero' && key === 0
      if (!excluded && !Number.isNaN(key)) all.push({ key, index })
      await pace((i + (index + 1) / base.rows) / queries.rows)
    }
    all.sort((a, b) => a.key - b.key || a.index - b.index)
    all.slice(0, k).forEach(({ key, index }, rank) => {
      found.keys[i * k + rank] = key
      found.indices[i * k + rank] = index
    })
  }
}

/** Row i as it is; as a unit vector, centred for correlation, for the metrics behind products. */
function formOf({ data, cols }: Matrix, i: number, metric: Metric): Float64Array {
  const row = Float64Array.from(data.subarray(i * cols, (i + 1) * cols))
  if (metric !== 'cosine' && metric !== 'correlation') return row
  const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  // To a scale whose squares neither overflow nor vanish.
  const scaled = row.map((value) => (largest > 0 && largest < Infinity ? value / largest : value))
  const constant = scaled.every((value) => value === scaled[0])
  const mean = scaled.reduce((sum, value) => sum + value, 0) / cols
  const centred = metric === 'cosine' ? scaled : scaled.map((value) => (constant ? 0 : value - mean))
  const norm = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0))
  return centred.map((value) => value / norm)
}

function keyOf(x: Float64Array, y: Float64Array, metric: Metric): number {
  let key = 0
  for (let f = 0; f < x.length; f++) {
    const difference = Math.abs(x[f]! - y[f]!)
    if (metric === 'chebyshev') key = Math.max(key, difference)
    else key += metric === 'cityblock' ? difference : difference * difference
  }
  return key
}
