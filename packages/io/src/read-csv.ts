import { isUtf8 } from 'node:buffer'
import { type CsvError, parse } from 'csv-parse/sync'
import { formatError, type FormatError, formatLabel, quote, requireBytes } from './format-error.js'

/** A table of text: every row has as many cells as there are columns. */
export interface CsvTable {
  /** How messages name the file. */
  readonly label: string
  /** Names of the columns, each once; empty where the file was read without a header. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Line of the file, from 1, on which each row ends; for messages. */
  readonly lines: readonly number[]
}

/** Options of `readCsv`. */
export interface ReadCsvOptions {
  /** How messages name the input. */
  readonly name?: string
  /** Whether the first row names the columns. Default true. */
  readonly header?: boolean
  /** One character between cells. Default a comma. */
  readonly delimiter?: string
  /** Whether blanks around unquoted cells and names are dropped: `12, 7_filler`. Default false, as RFC 4180 has it. */
  readonly trim?: boolean
}

const BOM = [0xef, 0xbb, 0xbf]

/**
 * Reads a table of comma-separated text: UTF-8 with or without byte order mark, lines ended by LF, CRLF or CR, cells
 * quoted with `"` where they hold a delimiter, a quote (doubled) or a line break. Line breaks at the end of the file
 * are dropped; an empty line between rows is a row of one empty cell. Source: RFC 4180.
 * @throws FormatError `INVALID_FORMAT` for text that is not UTF-8, a NUL, rows of unequal length, quotes that do not
 *   fit, no header, or two columns of one name
 * @throws TypeError when `bytes` is no Uint8Array, or for a delimiter that is not one character
 */
export function readCsv(bytes: Uint8Array, options: ReadCsvOptions = {}): CsvTable {
  const { name, header = true, delimiter = ',', trim = false } = options
  requireBytes(bytes)
  checkDelimiter(delimiter)
  const label = formatLabel('csv', name)
  const text = textBytes(bytes, label)
  const rows = parseRows(text, delimiter, trim, label)
  const lines = rowLines(rows)
  const columns = header ? headerOf(rows.shift(), label) : []
  return { label, columns, rows, lines: header ? lines.slice(1) : lines }
}

function checkDelimiter(delimiter: unknown): void {
  if (typeof delimiter !== 'string' || delimiter.length !== 1 || /["\r\n\0]/.test(delimiter))
    throw new TypeError(
      `Expected one character, no quote or line break, for delimiter but received ${String(delimiter)}`,
    )
}

/** The file without byte order mark and without the line breaks at its end; a view, never a copy. */
function textBytes(bytes: Uint8Array, label: string): Buffer {
  const start = BOM.every((byte, k) => bytes[k] === byte) ? BOM.length : 0
  const zero = bytes.indexOf(0)
  if (zero >= 0) throw formatError('INVALID_FORMAT', label, `text at byte ${zero}`, 'a NUL: binary data, or UTF-16')
  if (!isUtf8(bytes)) throw formatError('INVALID_FORMAT', label, 'UTF-8 text', 'bytes that are not: save it as UTF-8')
  let end = bytes.length
  while (end > start && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end--
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
}

function parseRows(text: Buffer, delimiter: string, trim: boolean, label: string): string[][] {
  if (text.length === 0) return []
  try {
    return parse(text, { delimiter, trim, record_delimiter: ['\r\n', '\n', '\r'] })
  } catch (error) {
    throw refusal(error as CsvError, label)
  }
}

// What csv-parse found, by its code, in the words of this package.
const faults = new Map<string, readonly [expected: string, received: string]>([
  ['CSV_QUOTE_NOT_CLOSED', ['a closing quote', 'the end of the file']],
  ['INVALID_OPENING_QUOTE', ['quotes around whole cells only', 'one inside a cell']],
  ['CSV_INVALID_CLOSING_QUOTE', ['a delimiter or line break behind a closing quote', 'further text']],
  ['CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE', ['a delimiter or line break behind a closing quote', 'further text']],
])

function refusal(error: CsvError, label: string): FormatError {
  const cells = Array.isArray(error['record']) ? error['record'].length : 0
  const unequal = ['as many cells as in the first row', `${cells}`] as const
  const known = error.code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH' ? unequal : faults.get(error.code)
  const [expected, received] = known ?? ['a table', error.message]
  return formatError('INVALID_FORMAT', label, `${expected} on line ${String(error['lines'])}`, received, error)
}

// csv-parse can tell the line of each row too, but then takes ten times as long.
function rowLines(rows: readonly (readonly string[])[]): number[] {
  let line = 0
  return rows.map((row) => {
    line++
    for (const cell of row) line += cell.match(/\r\n|\n|\r/g)?.length ?? 0
    return line
  })
}

function headerOf(names: readonly string[] | undefined, label: string): readonly string[] {
  if (!names) throw formatError('INVALID_FORMAT', label, 'a first row that names the columns', 'an empty file')
  const seen = new Set<string>()
  const twice = names.find((name) => seen.size === seen.add(name).size)
  if (twice !== undefined)
    throw formatError('INVALID_FORMAT', label, 'columns of different names', `two named ${quote(twice)}`)
  return names
}
