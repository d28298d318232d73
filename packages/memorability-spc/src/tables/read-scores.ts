import { csvNumbers, readCsv } from '@likeness/io'
import { requireColumns, requireIds, requireWithin, tableError } from './check-table.js'

/** What people remember of each target, in the file's order. */
export interface Scores {
  /** Image ids, each once. */
  readonly ids: Int32Array
  /** Rate at which a repeated image is recognised, and at which a new one is taken for a repeated one; 0 to 1. */
  readonly hit: Float64Array
  readonly fa: Float64Array
  /** hit - fa. */
  readonly correctedHit: Float64Array
}

// The file's 15 digits leave a difference of 1e-15; another column in its place does not.
const tolerance = 1e-12

/**
 * `target_info_IsolaEtAl.csv`: one row per target.
 * @param count how many targets there must be: ids 1 to `count`
 * @throws FormatError for another header, a cell that is no number or no rate, an image twice or missing, and a
 *   corrected_hit that is not hit - fa
 */
export function readScores(bytes: Uint8Array, count: number, name = 'target_info_IsolaEtAl.csv'): Scores {
  const table = readCsv(bytes, { name })
  requireColumns(table, ['im_ind', 'hit', 'fa', 'corrected_hit'])
  const ids = requireIds(csvNumbers(table, 'im_ind'), count, table.label, table.lines)
  const rate = (column: string) => requireWithin(csvNumbers(table, column), [0, 1], `a rate in ${column}`, table)
  const [hit, fa] = [rate('hit'), rate('fa')]
  const correctedHit = csvNumbers(table, 'corrected_hit')
  const wrong = correctedHit.findIndex((value, k) => Math.abs(value - (hit[k]! - fa[k]!)) > tolerance)
  if (wrong >= 0)
    throw tableError(
      table.label,
      `hit - fa (${hit[wrong]! - fa[wrong]!}) as corrected_hit on line ${table.lines[wrong]}`,
      String(correctedHit[wrong]),
    )
  return { ids, hit, fa, correctedHit }
}
