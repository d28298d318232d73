import { FormatError, type CsvTable } from '@likeness/io'

/** The error of a table that is not what its authors describe: "Expected … for <table> but received …". */
export const tableError = (label: string, expected: string, received: string) =>
  new FormatError('INVALID_FORMAT', `Expected ${expected} for ${label} but received ${received}`)

/** @throws FormatError unless the columns are these, in this order */
export function requireColumns({ label, columns }: CsvTable, names: readonly string[]): void {
  if (columns.join() !== names.join()) throw tableError(label, `columns ${names.join(', ')}`, columns.join(', '))
}

/**
 * Image ids, each from 1 to `count` exactly once, in any order.
 * @param lines line of the file of each id, for messages
 * @throws FormatError naming the line of a number that is no id or comes again, or the first missing id
 */
export function requireIds(ids: Float64Array, count: number, label: string, lines: readonly number[]): Int32Array {
  const seen = new Uint8Array(count + 1)
  ids.forEach((id, k) => {
    if (!Number.isInteger(id) || id < 1 || id > count)
      throw tableError(label, `an image from 1 to ${count} on line ${lines[k]}`, String(id))
    if (seen[id]) throw tableError(label, `every image once`, `image ${id} again on line ${lines[k]}`)
    seen[id] = 1
  })
  const missing = seen.indexOf(0, 1)
  if (missing > 0) throw tableError(label, `images 1 to ${count}`, `${ids.length} rows without image ${missing}`)
  return Int32Array.from(ids)
}

/** @throws FormatError naming the line of a value that is not within [least, most] */
export function requireWithin(
  values: Float64Array,
  [least, most]: readonly [number, number],
  what: string,
  { label, lines }: Pick<CsvTable, 'label' | 'lines'>,
): Float64Array {
  const at = values.findIndex((value) => !(value >= least && value <= most))
  if (at < 0) return values
  const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`
  throw tableError(label, `${what} ${range} on line ${lines[at]}`, String(values[at]))
}
