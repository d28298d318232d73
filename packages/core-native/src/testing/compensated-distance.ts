import type { Metric } from '../distance/metric.js'
import type { Matrix } from '../runtime/matrix.js'

/**
 * A distance between two rows in float64 with compensated sums (Ogita, Rump and Oishi 2005, Sum2), so that the errors of
 * float64 results can be measured too: its own error is some 2^-53 of the distance, or of 1 for cosine and correlation,
 * however many features there are.
 */
export function compensatedDistance(x: Matrix, i: number, y: Matrix, j: number, metric: Metric): number {
  const [a, b] = [row(x, i, metric), row(y, j, metric)]
  if (metric === 'cosine' || metric === 'correlation')
    return 1 - dot(a, b) / (Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b)))
  const differences = a.map((value, f) => Math.abs(value - b[f]!))
  if (metric === 'cityblock') return sum(differences)
  if (metric === 'chebyshev') return differences.reduce((largest, value) => Math.max(largest, value), 0)
  const squares = dot(differences, differences)
  return metric === 'euclidean' ? Math.sqrt(squares) : squares
}

function row({ data, cols }: Matrix, i: number, metric: Metric): Float64Array {
  const values = Float64Array.from(data.subarray(i * cols, (i + 1) * cols))
  if (metric !== 'correlation') return values
  const mean = sum(values) / cols
  return values.map((value) => value - mean)
}

function dot(x: Float64Array, y: Float64Array): number {
  return sum(x.map((value, f) => value * y[f]!))
}

function sum(terms: Float64Array): number {
  let [total, correction] = [0, 0]
  for (const term of terms) {
    const next = total + term
    // What the addition lost, exactly (Knuth's TwoSum).
    const added = next - total
    correction += total - (next - added) + (term - added)
    total = next
  }
  return total + correction
}
