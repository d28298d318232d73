import { spcError } from '../spc-error.js'

/** Columns of numbers, one row for each image. */
export interface ImageTable<Column extends string = string> {
  /** For errors and counts. */
  readonly name: string
  /** Image of each row, a positive integer, each once; `undefined` for a file that only has an order, which is refused. */
  readonly ids: ArrayLike<number> | undefined
  /** As many values as ids each. */
  readonly columns: Readonly<Record<Column, ArrayLike<number>>>
}

type ColumnOf<T> = T extends ImageTable<infer Column> ? Column : never

/** The rows of images that all tables have. */
export interface JoinedTable<Column extends string> {
  /** Image of each row, in the order of the first table. */
  readonly ids: Int32Array
  readonly columns: Readonly<Record<Column, Float64Array>>
  /** For each table, how many of its rows are left out because another table lacks their image. */
  readonly dropped: Readonly<Record<string, number>>
}

function checkTable({ name, ids, columns }: ImageTable): void {
  if (ids === undefined) throw spcError('INVALID_TABLE', 'image ids to join by', name, 'rows in file order only')
  for (const [column, values] of Object.entries(columns)) {
    if (values.length === ids.length) continue
    throw spcError('INVALID_TABLE', `${ids.length} values, one for each id,`, `${name}.${column}`, values.length)
  }
}

/** Row of each image. */
function rowsOf({ name, ids }: ImageTable): Map<number, number> {
  const rows = new Map<number, number>()
  for (let row = 0; row < ids!.length; row++) {
    const id = ids![row]!
    const valid = Number.isInteger(id) && id >= 1 && id < 2 ** 31
    if (!valid) throw spcError('INVALID_TABLE', 'a positive integer as image id', `row ${row} of ${name}`, id)
    if (rows.has(id)) throw spcError('INVALID_TABLE', 'each image once', name, `image ${id} twice`)
    rows.set(id, row)
  }
  return rows
}

/**
 * Inner join of tables on the image id. The published tables are in different orders, and values matched by order of the
 * rows correlate hardly at all: a table without ids is refused.
 * @param tables at least one, with column names of their own
 * @throws SpcError INVALID_TABLE for a table without ids, an id that is no positive integer or comes twice, columns of
 *   another length, a column name in two tables, and where no image is in all tables
 */
export function joinById<const T extends readonly ImageTable[]>(tables: T): JoinedTable<ColumnOf<T[number]>> {
  tables.forEach(checkTable)
  const rows = tables.map(rowsOf)
  const ids = Int32Array.from([...(rows[0]?.keys() ?? [])].filter((id) => rows.every((map) => map.has(id))))
  if (ids.length === 0) throw spcError('INVALID_TABLE', 'images that all tables have', tables.map(({ name }) => name).join(', '), 'none') // prettier-ignore
  const columns: Record<string, Float64Array> = {}
  for (const [t, table] of tables.entries())
    for (const [column, values] of Object.entries(table.columns)) {
      if (column in columns) throw spcError('INVALID_TABLE', 'a column name of its own', table.name, column)
      columns[column] = Float64Array.from(ids, (id) => values[rows[t]!.get(id)!]!)
    }
  const dropped = Object.fromEntries(tables.map(({ name }, t) => [name, rows[t]!.size - ids.length]))
  return { ids, columns: columns as Record<ColumnOf<T[number]>, Float64Array>, dropped }
}
