import { csvColumn, csvNumbers, readCsv, type CsvTable } from '@likeness/io'
import { spcError } from '../spc-error.js'

/** Names that a column of ids may have without being asked for. */
export const idColumns = ['id', 'image', 'im_ind', 'Image index'] as const

/** Which columns to take, where the names alone do not say it. */
export interface ColumnOptions {
  /** `--id-column`. Default: the one of `idColumns` that is there. */
  readonly idColumn?: string
  /** `--score-column`. Default: the only other column that holds numbers. */
  readonly scoreColumn?: string
}

/** Scores by id. */
export interface ScoreTable {
  readonly label: string
  readonly idColumn: string
  readonly scoreColumn: string
  /** As they stand in the file, in its order. */
  readonly ids: readonly string[]
  readonly scores: Float64Array
  /** Line of the file of each. */
  readonly lines: readonly number[]
}

/**
 * Reads a CSV of scores: a row of column names, then a row for each image, in any order.
 * @throws FormatError of the reader; for a score that is no finite number, with its line
 * @throws SpcError INVALID_TABLE for columns that cannot be told, naming those there are, and for an id that comes twice
 */
export function scoreTable(bytes: Uint8Array, name: string, options: ColumnOptions = {}): ScoreTable {
  const table = readCsv(bytes, { name, trim: true })
  const idColumn = findIdColumn(table, options.idColumn)
  const scoreColumn = findScoreColumn(table, idColumn, options.scoreColumn)
  const place = csvColumn(table, idColumn)
  const ids = table.rows.map((row) => row[place]!)
  checkOnce(ids, (k) => `line ${table.lines[k]} of ${table.label}`)
  return { label: table.label, idColumn, scoreColumn, ids, scores: csvNumbers(table, scoreColumn), lines: table.lines }
}

/** @throws SpcError INVALID_TABLE for an id that is empty or comes twice */
export function checkOnce(ids: readonly string[], where: (k: number) => string): void {
  const first = new Map<string, number>()
  for (const [k, id] of ids.entries()) {
    if (id === '') throw spcError('INVALID_TABLE', 'an id', where(k), 'an empty one')
    const before = first.get(id)
    if (before !== undefined)
      throw spcError('INVALID_TABLE', 'each id once', where(k), `${shown(id)}, which ${where(before)} has too`)
    first.set(id, k)
  }
}

/** Text of a file as messages may show it. */
export const shown = (text: string) => JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text)

const listed = (names: readonly string[]) => names.slice(0, 20).map(shown).join(', ') || 'none'

function findIdColumn({ columns, label }: CsvTable, asked: string | undefined): string {
  if (asked !== undefined) {
    if (columns.includes(asked)) return asked
    throw spcError('INVALID_TABLE', `a column ${shown(asked)} (--id-column)`, label, listed(columns))
  }
  const known = columns.filter((name) => (idColumns as readonly string[]).includes(name))
  if (known.length === 1) return known[0]!
  const expected = `one column of ids named ${idColumns.join(', ')}, or --id-column,`
  throw spcError('INVALID_TABLE', expected, label, listed(known.length > 1 ? known : columns))
}

function findScoreColumn(table: CsvTable, idColumn: string, asked: string | undefined): string {
  const { columns, label } = table
  const others = columns.filter((name) => name !== idColumn)
  if (asked !== undefined) {
    if (others.includes(asked)) return asked
    throw spcError('INVALID_TABLE', `a column ${shown(asked)} (--score-column) beside the ids`, label, listed(others))
  }
  // The only one there is the scores, whatever it holds: the reader then names the cell that is no number.
  const candidates = others.length === 1 ? others : others.filter((name) => holdsNumbers(table, name))
  if (candidates.length === 1) return candidates[0]!
  const received = candidates.length > 1 ? listed(candidates) : `no numbers in ${listed(others)}`
  throw spcError('INVALID_TABLE', 'one column of numbers beside the ids, or --score-column,', label, received)
}

function holdsNumbers(table: CsvTable, column: string): boolean {
  try {
    csvNumbers(table, column)
    return true
  } catch {
    return false
  }
}
