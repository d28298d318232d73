import { csvNumbers, readCsv, type CsvTable } from '@likeness/io'
import { requireIds, requireWithin, tableError } from './check-table.js'

/** The nearest filler of each target and its Euclidean distance, in the file's order. */
export interface NeighbourTable {
  /** Image ids of the targets, each once. */
  readonly ids: Int32Array
  /** Ids of the fillers. */
  readonly fillers: Int32Array
  readonly distances: Float64Array
}

/**
 * `block5_pool_NN.csv`: target, `<id>_filler`, distance, without a header, in the order in which the authors' jobs ended.
 * @param targets ids 1 to `targets` must all be there
 * @param fillers fillers are numbered 1 to `fillers`
 * @throws FormatError for rows of another shape, an image twice or missing, a neighbour that is no filler, and a distance
 *   that is no number of at least 0
 */
export function readNeighbours(
  bytes: Uint8Array,
  { targets, fillers }: { readonly targets: number; readonly fillers: number },
  name = 'block5_pool_NN.csv',
): NeighbourTable {
  const table = readCsv(bytes, { name, header: false, trim: true })
  const width = table.rows[0]?.length ?? 0
  if (width !== 3) throw tableError(table.label, 'three columns (target, neighbour, distance)', String(width))
  return {
    ids: requireIds(csvNumbers(table, 0), targets, table.label, table.lines),
    fillers: Int32Array.from(table.rows, (_, k) => fillerId(table, k, fillers)),
    distances: requireWithin(csvNumbers(table, 2), [0, Infinity], 'a distance', table),
  }
}

function fillerId({ label, rows, lines }: CsvTable, k: number, count: number): number {
  const cell = rows[k]![1]!
  const id = Number(/^(\d{1,9})_filler$/.exec(cell)?.[1])
  if (id >= 1 && id <= count) return id
  throw tableError(
    label,
    `1_filler to ${count}_filler as neighbour on line ${lines[k]}`,
    JSON.stringify(cell.slice(0, 40)),
  )
}
