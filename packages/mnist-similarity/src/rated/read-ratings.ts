import { csvColumn, readCsv, type CsvTable } from '@likeness/io'
import type { Pair } from '../similarity.js'

/** What one rater's table holds. */
export interface RaterTable {
  readonly rater: string
  readonly data: 'sample' | 'real'
  /** Seed of the made images; of real ones, only of the order. */
  readonly seed: number
  /** Rating by the pair's name. */
  readonly ratings: ReadonlyMap<string, number>
}

/** The tables of several raters, joined by pair. */
export interface JoinedRatings {
  readonly data: 'sample' | 'real'
  readonly seed: number
  readonly raters: readonly string[]
  readonly pairs: readonly Pair[]
  /** One list per rater, aligned with `pairs`. */
  readonly ratings: readonly (readonly number[])[]
}

const study = 'mnist-similarity'

function refuse(expected: string, name: string, received: string): RangeError {
  return new RangeError(`Expected ${expected} for --ratings (${name}) but received ${received}`)
}

function cells(table: CsvTable, column: string): string[] {
  const place = csvColumn(table, column)
  return table.rows.map((row) => row[place]!)
}

/** The one value that a column holds in every row. */
function only(table: CsvTable, column: string, name: string): string {
  const values = [...new Set(cells(table, column))]
  if (values.length !== 1) throw refuse(`one ${column} in every row`, name, values.join(', ') || 'no row')
  return values[0]!
}

/** Reads what `likeness rate` wrote. @throws FormatError for no such table; RangeError for values that cannot be */
export function readRatings(bytes: Uint8Array, name: string): RaterTable {
  const table = readCsv(bytes, { name })
  const of = only(table, 'study', name)
  if (of !== study) throw refuse(`ratings of ${study}`, name, of)
  const data = only(table, 'data', name)
  if (data !== 'sample' && data !== 'real') throw refuse('sample or real as data', name, data)
  const seed = Number(only(table, 'seed', name))
  if (!Number.isSafeInteger(seed) || seed < 0) throw refuse('a whole number as seed', name, String(seed))
  const given = cells(table, 'rating')
  const ratings = new Map<string, number>()
  for (const [k, pair] of cells(table, 'pair').entries()) {
    if (!/^\d{1,9}-\d{1,9}$/.test(pair)) throw refuse('pairs such as 61-299', name, pair)
    if (ratings.has(pair)) throw refuse('each pair once', name, `${pair} twice`)
    if (!/^([1-9]|10)$/.test(given[k]!)) throw refuse('ratings from 1 to 10', name, `${given[k]} for ${pair}`)
    ratings.set(pair, Number(given[k]))
  }
  return { rater: only(table, 'rater', name), data, seed, ratings }
}

/**
 * Joins raters by pair.
 * @throws RangeError where a rater stands twice, has not rated a pair that another has, or rated other images
 */
export function joinRatings(tables: readonly RaterTable[]): JoinedRatings {
  const [first] = tables
  const { data, seed, ratings } = first!
  const names = [...ratings.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  for (const [k, table] of tables.entries()) {
    const { rater } = table
    if (tables.findIndex((other) => other.rater === rater) < k) throw refuse('each rater once', rater, 'two tables')
    if (table.data !== data || (data === 'sample' && table.seed !== seed))
      throw refuse(`ratings of the same images as ${first!.rater}'s (${data}, seed ${seed})`, rater, `${table.data}, seed ${table.seed}`) // prettier-ignore
    const lacking = names.filter((name) => !table.ratings.has(name)).length
    const more = [...table.ratings.keys()].filter((name) => !ratings.has(name)).length
    if (lacking + more > 0)
      throw refuse(`the ${names.length} pairs that ${first!.rater} rated`, rater, `${lacking} too few and ${more} others`) // prettier-ignore
  }
  return {
    ...{ data, seed },
    raters: tables.map(({ rater }) => rater),
    pairs: names.map((name) => name.split('-').map(Number) as unknown as Pair),
    ratings: tables.map((table) => names.map((name) => table.ratings.get(name)!)),
  }
}
