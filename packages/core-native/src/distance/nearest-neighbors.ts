import { CoreNativeError, invalid } from '../runtime/errors.js'
import { allocate, checkMatrix, type Matrix } from '../runtime/matrix.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { checkAlike } from './check-alike.js'
import { checkMetric, type Metric } from './metric.js'
import { nearestNeighborsReference } from './nearest-neighbors.reference.js'

/** Which rows of the base are nobody's neighbour; in the order of `nearest-neighbors.h`. */
const exclusions = [undefined, 'self', 'zero'] as const

export interface NearestNeighborsOptions extends ComputeOptions {
  /** Neighbours of each query, 1 to the rows of the base (less one with `exclude: 'self'`). */
  readonly k: number
  /** Default: euclidean. */
  readonly metric?: Metric
  /**
   * - `self`: row i of the base is not a neighbour of query i, for the queries are the base's first rows
   * - `zero`: rows at a distance of exactly 0 are no neighbours
   */
  readonly exclude?: 'self' | 'zero'
}

export interface NearestNeighbors {
  /** m x k: rows of the base, nearest first; of rows equally near the lowest index comes first; -1 where there is none. */
  readonly indices: Int32Array
  /** m x k: their distances; NaN where there is none. */
  readonly distances: Float64Array
}

/**
 * The k nearest rows of the base for each query, exactly.
 *
 * Totals in the data's own type only nominate: every row that their error bound leaves in question is compared again by
 * direct float64 differences, in the defined order. So distances are those of the float64 definition whatever the
 * data's offset or scale, duplicates are at exactly 0, and ties are ties of exact values. Cosine and correlation are
 * |u - v|² / 2 of the rows as unit vectors, which keeps the digits of small distances. Rows with a NaN distance (a NaN,
 * a constant row for correlation) are no neighbours: fewer than k may remain.
 * @param queries m x d
 * @param base n x d, of the same type
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function nearestNeighbors(
  queries: Matrix,
  base: Matrix,
  options: NearestNeighborsOptions,
): Promise<NearestNeighbors> {
  const [from, to] = [checkMatrix(queries, 'queries'), checkMatrix(base, 'base')]
  checkAlike(from, to, 'base', 'queries')
  const checked = checkOptions(options)
  const search = checkSearch(options, from.rows, to.rows)
  const found = allocateFound(from.rows * search.k)
  await runKernel(
    {
      name: 'nearest_neighbors',
      args: {
        ...{ queries: from.data, base: to.data, queryRows: from.rows, baseRows: to.rows, cols: from.cols },
        ...{ float64: from.data[Symbol.toStringTag] === 'Float64Array', metric: checkMetric(search.metric) },
        ...{ k: search.k, exclude: exclusions.indexOf(search.exclude), queryOffset: 0, baseOffset: 0, ...found },
      },
      reference: (pace) => nearestNeighborsReference(from, to, search, found, pace),
    },
    checked,
  )
  return { indices: found.indices, distances: toDistances(found, search.metric) }
}

/** What to search, checked. */
export type Search = Required<Pick<NearestNeighborsOptions, 'k' | 'metric'>> & Pick<NearestNeighborsOptions, 'exclude'>

function checkSearch(options: NearestNeighborsOptions, queryRows: number, baseRows: number): Search {
  const { k, metric = 'euclidean', exclude } = options ?? ({} as NearestNeighborsOptions) // no types in JavaScript
  checkMetric(metric)
  if (!exclusions.includes(exclude)) throw invalid('self, zero or nothing', 'options.exclude', exclude)
  if (exclude === 'self' && queryRows > baseRows)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected at least the ${queryRows} rows of queries for base, as queries are its first rows with exclude: 'self', but received ${baseRows}`,
    )
  const most = exclude === 'self' ? baseRows - 1 : baseRows
  if (!Number.isInteger(k) || k < 1 || k > most) throw invalid(`an integer from 1 to ${most}`, 'options.k', k)
  if (baseRows > 2 ** 31 - 1) throw invalid('at most 2147483647 rows', 'base.rows', baseRows)
  return { k, metric, exclude }
}

/** Keys (see `nearest-neighbors.h`) and indices of what was found, ascending. */
export interface Found {
  readonly keys: Float64Array
  readonly indices: Int32Array
}

function allocateFound(length: number): Found {
  const keys = allocate(Float64Array, length, 'the distances').fill(Infinity)
  return { keys, indices: allocate(Int32Array, length, 'the indices').fill(-1) }
}

function toDistances({ keys, indices }: Found, metric: Metric): Float64Array {
  for (let i = 0; i < keys.length; i++) keys[i] = indices[i]! < 0 ? NaN : fromKey(keys[i]!, metric)
  return keys
}

function fromKey(key: number, metric: Metric): number {
  if (metric === 'euclidean') return Math.sqrt(key)
  return metric === 'cosine' || metric === 'correlation' ? Math.min(key / 2, 2) : key
}
