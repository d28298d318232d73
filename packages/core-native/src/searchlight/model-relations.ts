import { CoreNativeError, invalid } from '../runtime/errors.js'
import { checkMatrix, type Matrix } from '../runtime/matrix.js'
import { isPartial, isRanked, type RsaComparison } from './rsa-comparison.js'

/** Model RDMs in float64, and what relates them to one another. */
export interface Models {
  readonly rdms: Float64Array
  readonly count: number
  /** count x count: the inverse of their correlations (partial), their products (nnls), zeros otherwise. */
  readonly relations: Float64Array
}

/**
 * Checks model RDMs: condensed, one in each row.
 * @throws CoreNativeError INVALID_ARGUMENT (a value that is not finite; for a partial comparison a constant model, or one
 *   that the others add up to), INVALID_SHAPE
 */
export function checkModels(value: Matrix, pairs: number, comparison: RsaComparison): Models {
  const models = checkMatrix(value, 'models')
  if (models.cols !== pairs)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected ${pairs} cells, one for each pair of conditions, for models.cols but received ${models.cols}`,
    )
  const rdms = Float64Array.from(models.data)
  const wrong = rdms.findIndex((cell) => !Number.isFinite(cell))
  if (wrong >= 0) throw invalid('a finite number', `models.data[${wrong}]`, rdms[wrong])
  return { rdms, count: models.rows, relations: relationsOf(rdms, models.rows, pairs, comparison) }
}

function relationsOf(rdms: Float64Array, count: number, pairs: number, comparison: RsaComparison): Float64Array {
  const rows = Array.from({ length: count }, (_, m) => rdms.subarray(m * pairs, (m + 1) * pairs))
  if (comparison === 'nnls') return products(rows)
  if (!isPartial(comparison)) return new Float64Array(count * count)
  const profiles = rows.map((row) => unit(isRanked(comparison) ? averageRanks(row) : row))
  const inverse = inverseOfCorrelations(products(profiles), count)
  if (inverse) return inverse
  throw new CoreNativeError(
    'INVALID_ARGUMENT',
    `Expected models of which none is constant or a sum of others for ${comparison} but received models that depend on one another`,
  )
}

/** Products of every two rows. */
function products(rows: readonly Float64Array[]): Float64Array {
  return Float64Array.from(rows.flatMap((x) => rows.map((y) => x.reduce((sum, value, k) => sum + value * y[k]!, 0))))
}

/** The values less their mean, of length 1; NaN for a constant row. */
function unit(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const centred = values.every((value) => value === values[0]) ? values.map(() => 0) : values.map((v) => v - mean)
  const norm = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0))
  return centred.map((value) => value / norm)
}

/** Ranks from 1, equal values their mean rank. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, k) => k).sort((a, b) => values[a]! - values[b]!)
  const ranks = new Float64Array(values.length)
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++
    for (let k = from; k < to; k++) ranks[order[k]!] = (from + 1 + to) / 2
  }
  return ranks
}

/** By Gauss and Jordan, with the diagonal's largest for a pivot; undefined where a pivot is lost in rounding. */
export function inverseOfCorrelations(correlations: Float64Array, n: number): Float64Array | undefined {
  const a = Float64Array.from(correlations)
  const left = new Set(Array.from({ length: n }, (_, k) => k))
  while (left.size > 0) {
    const pivot = [...left].reduce((best, k) => (a[k * n + k]! > a[best * n + best]! ? k : best))
    const d = a[pivot * n + pivot]!
    if (!(d > 1e-10)) return undefined
    left.delete(pivot)
    sweep(a, n, pivot, d)
  }
  return a.map((value) => -value)
}

/** The sweep operator (Goodnight 1979, The American Statistician 33): all pivots give minus the inverse. */
function sweep(a: Float64Array, n: number, k: number, d: number): void {
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) if (i !== k && j !== k) a[i * n + j]! -= (a[i * n + k]! * a[k * n + j]!) / d
  for (let i = 0; i < n; i++) if (i !== k) a[i * n + k] = a[k * n + i] = a[i * n + k]! / d
  a[k * n + k] = -1 / d
}
