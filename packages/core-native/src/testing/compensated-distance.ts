import type { Metric } from '../distance/metric.js'
import type { Matrix } from '../runtime/matrix.js'

/**
 * A distance between two rows in float64 with compensated sums, as if summed in twice that precision (Ogita, Rump and
 * Oishi 2005, Sum2 and Dot2), so that the errors of float64 results can be measured too. Its own error is some 2^-53 of
 * the distance, or of 1 for cosine and correlation.
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

function sum(terms: Float64Array): number {
  let [total, correction] = [0, 0]
  for (const term of terms) {
    const next = total + term
    correction += additionError(total, term, next)
    total = next
  }
  return total + correction
}

function dot(x: Float64Array, y: Float64Array): number {
  let [total, correction] = [0, 0]
  for (let f = 0; f < x.length; f++) {
    const product = x[f]! * y[f]!
    const next = total + product
    correction += additionError(total, product, next) + productError(x[f]!, y[f]!, product)
    total = next
  }
  return total + correction
}

/** a + b less its rounded value, exactly (Knuth's TwoSum). */
function additionError(a: number, b: number, rounded: number): number {
  const b1 = rounded - a
  return a - (rounded - b1) + (b - b1)
}

/** a b less its rounded value, exactly (Dekker's product; no overflow below some 1e300). */
function productError(a: number, b: number, rounded: number): number {
  const [aHigh, bHigh] = [highHalf(a), highHalf(b)]
  const [aLow, bLow] = [a - aHigh, b - bHigh]
  return aLow * bLow - (rounded - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}

function highHalf(a: number): number {
  const scaled = 134217729 * a
  return scaled - (scaled - a)
}
