import { csvNumbers, readCsv } from '@likeness/io'
import { requireColumns, requireIds, requireWithin, tableError } from './check-table.js'

/** One layer of the paper's own data, in the file's order. */
export interface LayerTable {
  /** Image ids, each once. */
  readonly ids: Int32Array
  /** Corrected hit rate. */
  readonly memorability: Float64Array
  /** Euclidean distance to the nearest other image. */
  readonly distinctiveness: Float64Array
  readonly reconstructionError: Float64Array
}

const columns = ['Image type', 'Image index', 'Memorability score', 'Distinctiveness', 'Reconstruction error']

/**
 * `Isola_layer_<k>_dist_rec.csv`: one row per target.
 * @param count how many targets there must be: ids 1 to `count`
 * @throws FormatError for another header, a row that is no target, a cell that is no number, a negative distance or error,
 *   and an image twice or missing
 */
export function readLayer(bytes: Uint8Array, count: number, name: string): LayerTable {
  const table = readCsv(bytes, { name })
  requireColumns(table, columns)
  const other = table.rows.findIndex(([type]) => type !== 'Target')
  if (other >= 0)
    throw tableError(
      table.label,
      `Target as image type on line ${table.lines[other]}`,
      JSON.stringify(table.rows[other]![0]),
    )
  const least0 = (column: string) =>
    requireWithin(csvNumbers(table, column), [0, Infinity], `a number in ${column}`, table)
  return {
    ids: requireIds(csvNumbers(table, 'Image index'), count, table.label, table.lines),
    memorability: requireWithin(csvNumbers(table, 'Memorability score'), [-1, 1], 'a corrected hit rate', table),
    distinctiveness: least0('Distinctiveness'),
    reconstructionError: least0('Reconstruction error'),
  }
}
