import type { Float, Matrix } from '../runtime/matrix.js'
import type { Metric } from './metric.js'

type Row = { readonly values: Float | Float64Array; readonly norm: number }

/** The specification of a distance between two rows: naive float64, features in order. */
export function rowDistance(x: Row, y: Row, metric: Metric): number {
  if (metric === 'cosine' || metric === 'correlation')
    return x.norm && y.norm ? 1 - sum(x.values, y.values, (a, b) => a * b) / (x.norm * y.norm) : NaN
  if (metric === 'cityblock') return sum(x.values, y.values, (a, b) => Math.abs(a - b))
  if (metric === 'chebyshev') return fold(x.values, y.values, (largest, a, b) => Math.max(largest, Math.abs(a - b)))
  const squares = sum(x.values, y.values, (a, b) => (a - b) ** 2)
  return metric === 'euclidean' ? Math.sqrt(squares) : squares
}

/** Row i as the metric needs it: centred for correlation (a constant row is exactly zero), with its norm. */
export function prepareRow({ data, cols }: Matrix, i: number, metric: Metric): Row {
  const raw = data.subarray(i * cols, (i + 1) * cols)
  const values = metric === 'correlation' ? centred(raw) : raw
  return { values, norm: Math.sqrt(sum(values, values, (a, b) => a * b)) }
}

function centred(raw: Float): Float64Array {
  const values = Float64Array.from(raw)
  if (values.every((value) => value === values[0])) return values.fill(0)
  const mean = values.reduce((total, value) => total + value, 0) / values.length
  return values.map((value) => value - mean)
}

function sum(x: Float, y: Float, term: (a: number, b: number) => number): number {
  return fold(x, y, (total, a, b) => total + term(a, b))
}

function fold(x: Float, y: Float, step: (total: number, a: number, b: number) => number): number {
  let total = 0
  for (let f = 0; f < x.length; f++) total = step(total, x[f]!, y[f]!)
  return total
}
