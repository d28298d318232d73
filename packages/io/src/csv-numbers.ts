import { formatError, quote } from './format-error.js'
import type { CsvTable } from './read-csv.js'

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const MISSING = new Set(['', 'NA', 'NaN', 'nan'])

/**
 * A column of a table as numbers, in the order of its rows.
 * @param column its name, or its place from 0 where the table has no header
 * @param options `missing: 'nan'` reads an empty cell, NA, NaN and nan as NaN; by default they are refused
 * @throws FormatError `INVALID_FORMAT` for an unknown column (naming those there are), or a cell that is no finite
 *   decimal number (naming its line)
 */
export function csvNumbers(
  table: CsvTable,
  column: string | number,
  { missing = 'refuse' }: { readonly missing?: 'refuse' | 'nan' } = {},
): Float64Array {
  const place = csvColumn(table, column)
  return Float64Array.from(table.rows, (row, k) => {
    const cell = row[place]!
    const value = NUMBER.test(cell) ? Number(cell) : NaN
    if (Number.isFinite(value) || (missing === 'nan' && MISSING.has(cell))) return value
    const expected = `a finite number in column ${quote(String(column))} on line ${table.lines[k]}`
    throw formatError('INVALID_FORMAT', table.label, expected, cell === '' ? 'an empty cell' : quote(cell))
  })
}

/**
 * The place of a column, from 0.
 * @throws FormatError `INVALID_FORMAT` naming the columns there are
 */
export function csvColumn({ label, columns, rows }: CsvTable, column: string | number): number {
  const width = columns.length || (rows[0]?.length ?? 0)
  const place = typeof column === 'string' ? columns.indexOf(column) : column
  // A file without rows has no width; then there is nothing to read at any place.
  if (Number.isInteger(place) && place >= 0 && (place < width || rows.length === 0)) return place
  const names = columns.slice(0, 20).map(quote).join(', ') + (columns.length > 20 ? ', …' : '')
  const known = columns.length > 0 ? names : `${width} without names`
  throw formatError('INVALID_FORMAT', label, `a column ${quote(String(column))}`, known)
}
