import { openNpy, readRegion, type FileMatrix, type Matrix } from '@likeness/core-native'
import { readCsv } from '@likeness/io'
import { rowsOf, type Source } from '../features/source.js'
import { spcError } from '../spc-error.js'
import type { OwnFiles } from './own-files.js'
import { checkOnce, scoreTable, shown, type ColumnOptions, type ScoreTable } from './score-table.js'

/** The user's images: those with a score are the targets, all others are fillers. */
export interface OwnMaterial {
  readonly targets: Source
  readonly fillers: Source
  /** Of each target, in the order of the features' rows. */
  readonly ids: readonly string[]
  readonly scores: Float64Array
  /** The targets' rows of the features, from 0, ascending. */
  readonly rows: Int32Array
  readonly idColumn: string
  readonly scoreColumn: string
  /** Of each filler, where they have names. */
  readonly fillerIds?: readonly string[]
}

export interface OwnTablesContext {
  readonly signal?: AbortSignal
  /** Bytes of features that may be put in another order in memory. Default 1 GiB. */
  readonly maxMemory?: number
}

const fewest = 4

/**
 * Joins own features and scores by id, never by the order of a file. Without `ids` an id is the number of a row of the
 * features, from 1; with them, row i of the features has the id on line i. Rows without a score are fillers.
 *
 * Where the scored rows come first, targets and fillers are parts of the file and nothing is read; otherwise the features
 * are put in that order in memory.
 * @throws SpcError INVALID_TABLE for an id that no row has, one that comes twice, ids that are not as many as rows, fewer
 *   than four scores, or features too large to be put in order; FormatError of a CSV; those of `openNpy`;
 *   `signal.reason` once aborted
 */
export async function ownTables(
  files: OwnFiles,
  columns: ColumnOptions = {},
  { signal, maxMemory = 2 ** 30 }: OwnTablesContext = {},
): Promise<OwnMaterial> {
  const features = await openNpy(files.features.path)
  signal?.throwIfAborted()
  const table = scoreTable(await files.scores.read(), files.scores.name, columns)
  const rowOf = await rowsOfIds(files, features, table)
  signal?.throwIfAborted()
  const scored = table.ids.map((id, k) => ({ id, row: rowOf(id, `line ${table.lines[k]} of ${table.label}`), k }))
  if (scored.length < fewest)
    throw spcError('INVALID_TABLE', `at least ${fewest} scored images`, table.label, scored.length)
  scored.sort((a, b) => a.row - b.row)
  const rows = Int32Array.from(scored, ({ row }) => row)
  return {
    ...(await divided(features, rows, maxMemory, signal)),
    ...{ ids: scored.map(({ id }) => id), scores: Float64Array.from(scored, ({ k }) => table.scores[k]!), rows },
    ...(files.rowIds && { fillerIds: files.rowIds.slice(rows.length) }),
    ...columnsOf(table),
  }
}

const columnsOf = ({ idColumn, scoreColumn }: ScoreTable) => ({ idColumn, scoreColumn })

type RowOf = (id: string, where: string) => number

async function rowsOfIds({ ids, rowIds }: OwnFiles, features: FileMatrix, table: ScoreTable): Promise<RowOf> {
  if (rowIds) return listedRows(rowIds, 'the images')
  return ids ? rowsById(ids, features) : rowByNumber(features, table.idColumn)
}

function rowByNumber({ rows }: FileMatrix, idColumn: string): RowOf {
  return (id, where) => {
    if (/^[1-9]\d*$/.test(id) && Number(id) <= rows) return Number(id) - 1
    const expected = `the number of a row of the features, 1 to ${rows}, (or --ids) in column ${shown(idColumn)}`
    throw spcError('INVALID_TABLE', expected, where, shown(id))
  }
}

async function rowsById(ids: NonNullable<OwnFiles['ids']>, { rows }: FileMatrix): Promise<RowOf> {
  const table = readCsv(await ids.read(), { name: ids.name, header: false, trim: true })
  const width = table.rows[0]?.length ?? 1
  if (width !== 1) throw spcError('INVALID_TABLE', 'one id on each line', table.label, `${width} columns`)
  const all = table.rows.map(([id]) => id!)
  if (all.length !== rows) {
    const hint = all.length === rows + 1 ? `${all.length}: take off its first line if that is a name` : all.length
    throw spcError('INVALID_TABLE', `${rows} ids, one for each row of the features,`, table.label, hint)
  }
  checkOnce(all, (k) => `line ${table.lines[k]} of ${table.label}`)
  return listedRows(all, table.label)
}

function listedRows(all: readonly string[], label: string): RowOf {
  const places = new Map(all.map((id, row) => [id, row]))
  return (id, where) => {
    const row = places.get(id)
    if (row === undefined) throw spcError('INVALID_TABLE', `an id of ${label}`, where, shown(id))
    return row
  }
}

async function divided(features: FileMatrix, targets: Int32Array, maxMemory: number, signal: AbortSignal | undefined) {
  const { rows, cols, type } = features
  const split = (source: Source) => ({
    targets: rowsOf(source, 0, targets.length),
    fillers: rowsOf(source, targets.length, rows),
  })
  if (targets.every((row, k) => row === k)) return split(features)
  const bytes = rows * cols * (type === 'float64' ? 8 : 4)
  if (2 * bytes > maxMemory)
    throw spcError(
      'INVALID_TABLE',
      `the scored images to be the first ${targets.length} rows of features as large as this`,
      features.path,
      `row ${targets.findIndex((row, k) => row !== k) + 1} without a score`,
    )
  const Floats = type === 'float64' ? Float64Array : Float32Array
  const [read, ordered] = [new Floats(rows * cols), new Floats(rows * cols)]
  await readRegion(features, { row: 0, rows, col: 0, cols }, read, signal ? { signal } : {})
  const isTarget = new Set(targets)
  const order = [...targets, ...Array.from({ length: rows }, (_, row) => row).filter((row) => !isTarget.has(row))]
  for (const [k, row] of order.entries()) ordered.set(read.subarray(row * cols, (row + 1) * cols), k * cols)
  return split({ data: ordered, rows, cols } satisfies Matrix)
}
