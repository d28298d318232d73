import { isFileMatrix, type FileMatrix } from '../file/index.js'
import { CoreNativeError, invalid } from '../runtime/errors.js'
import { allocate, type Matrix } from '../runtime/matrix.js'
import { runKernel, type Pace } from '../runtime/run-kernel.js'
import { checkAlike } from './check-alike.js'
import { columnTotals } from './column-pass.js'
import { checkFileOptions, fitsInMemory, type CheckedFileOptions, type FileOptions } from './file-options.js'
import { finishTotals, unreachable } from './finish-totals.js'
import { checkMetric, type Metric } from './metric.js'
import { nearestNeighborsReference } from './nearest-neighbors.reference.js'
import { rowPass } from './row-pass.js'
import { bytesOf, checkSource, inMemory, isFloat64, readingOf, widthOf, type Source } from './side.js'

/** Which rows of the base are nobody's neighbour; in the order of `nearest-neighbors.h`. */
const exclusions = [undefined, 'self', 'zero'] as const

export interface NearestNeighborsOptions extends FileOptions {
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
 * @param queries m x d, in memory or on disk
 * @param base n x d, of the same type. Where one side is in memory, or fits, the other one is read once in blocks of rows,
 *   with the same bits; where both do not, column by column in float64 (cosine and correlation then err by up to 1e-14)
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE, and those of a matrix on
 *   disk; `signal.reason` once aborted
 */
export async function nearestNeighbors(
  queries: Matrix | FileMatrix,
  base: Matrix | FileMatrix,
  options: NearestNeighborsOptions,
): Promise<NearestNeighbors> {
  const [from, to] = [checkSource(queries, 'queries'), checkSource(base, 'base')]
  checkAlike(from, to, 'base', 'queries')
  const checked = checkFileOptions(options)
  const search = checkSearch(options, from.rows, to.rows)
  const found = allocateFound(from.rows * search.k)
  const results = found.keys.byteLength + found.indices.byteLength
  const small = [from, to].map((side) => !isFileMatrix(side) || fitsInMemory(bytesOf(side), results, checked))
  if (!small[0] && !small[1]) return searchColumns(from, to, search, found, checked)
  const reading = readingOf(checked)
  const x = small[0] && isFileMatrix(from) ? await inMemory(from, reading) : from
  const y = small[1] && isFileMatrix(to) ? await inMemory(to, reading) : to
  await searchRows(x, y, search, found, checked)
  return { indices: found.indices, distances: toDistances(found, search.metric) }
}

/** At least one side is in memory; the other one streams past it where it is not. */
async function searchRows(queries: Source, base: Source, search: Search, found: Found, options: CheckedFileOptions) {
  const settings = { kernel: 'nearest_neighbors', ...search }
  const arrays = [found.keys, found.indices]
  const working = workingBytes(queries, base)
  if (isFileMatrix(queries)) {
    const compare = (block: Matrix, row: number, o: CheckedFileOptions) => {
      const part = ([row, row + block.rows] as const).map((i) => i * search.k)
      const own = { keys: found.keys.subarray(...part), indices: found.indices.subarray(...part) }
      return searchInMemory(block, base as Matrix, search, own, [row, 0], o)
    }
    await rowPass({ source: queries, other: base as Matrix, settings, arrays, working, compare }, options)
  } else if (isFileMatrix(base)) {
    const compare = (block: Matrix, row: number, o: CheckedFileOptions) =>
      searchInMemory(queries, block, search, found, [0, row], o)
    await rowPass({ source: base, other: queries, settings, arrays, working, compare }, options)
  } else {
    await searchInMemory(queries, base, search, found, [0, 0], options)
  }
}

async function searchInMemory(
  queries: Matrix,
  base: Matrix,
  search: Search,
  found: Found,
  [queryOffset, baseOffset]: readonly [number, number],
  options: CheckedFileOptions,
) {
  const args = {
    ...{ queries: queries.data, base: base.data, queryRows: queries.rows, baseRows: base.rows, cols: base.cols },
    ...{ float64: isFloat64(base), metric: checkMetric(search.metric) },
    ...{ k: search.k, exclude: exclusions.indexOf(search.exclude), queryOffset, baseOffset, ...found },
  }
  const reference = (pace: Pace) => nearestNeighborsReference(queries, base, search, found, pace)
  await runKernel({ name: 'nearest_neighbors', args, reference }, options)
}

/** What nearest-neighbors.cpu.cc works with at a time: panels in the data's type and in float64, and totals. */
function workingBytes(queries: Source, base: Source): number {
  const [queryRows, baseRows] = [Math.min(queries.rows + 47, 2304), Math.min(base.rows + 47, 1152)]
  const panels = (queryRows + baseRows) * Math.min(base.cols, 4096) * (widthOf(base) + 8)
  return panels + 8 * queryRows * baseRows + 64 * (queries.rows + base.rows)
}

/** Neither side fits memory: every distance in float64, from one pass over the columns of both. */
async function searchColumns(
  queries: Source,
  base: Source,
  search: Search,
  found: Found,
  options: CheckedFileOptions,
): Promise<NearestNeighbors> {
  const { onProgress, ...quiet } = options
  // Ties are those of squares: roots of different ones may be equal.
  const metric = search.metric === 'euclidean' ? 'sqeuclidean' : search.metric
  const task = { x: queries, y: base, metric, wide: true, results: 2 * found.keys.byteLength } as const
  const all = await finishTotals(task, await columnTotals(task, options), quiet)
  const sizes = { queryRows: queries.rows, baseRows: base.rows, k: search.k }
  const args = { all, ...sizes, exclude: exclusions.indexOf(search.exclude), ...found }
  await runKernel({ name: 'select_neighbors', args, reference: unreachable }, quiet)
  onProgress?.(1)
  return { indices: found.indices, distances: toDistances(found, search.metric, true) }
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

function toDistances({ keys, indices }: Found, metric: Metric, keysAreDistances = false): Float64Array {
  for (let i = 0; i < keys.length; i++) keys[i] = indices[i]! < 0 ? NaN : fromKey(keys[i]!, metric, keysAreDistances)
  return keys
}

function fromKey(key: number, metric: Metric, isDistance: boolean): number {
  if (metric === 'euclidean') return Math.sqrt(key)
  return (metric === 'cosine' || metric === 'correlation') && !isDistance ? Math.min(key / 2, 2) : key
}
