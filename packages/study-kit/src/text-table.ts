import { formatInterval, formatNumber, formatP } from './report/format-number.js'
import { checkedKinds, verdictWord, type CheckedKind } from './replication.js'
import type { Results } from './results.js'

/** Aligned columns; numbers stand right. */
export function textTable(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = (rows[0] ?? []).map((_, k) => Math.max(...rows.map((row) => row[k]!.length)))
  const cell = (text: string, k: number) => (right.includes(k) ? text.padStart(widths[k]!) : text.padEnd(widths[k]!))
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n')
}

/** A run for the terminal: its numbers, and what was published, derived or planted beside them. */
export function summary(r: Results): string {
  const numbers = r.numbers.map((row) => [
    row.group ? `${row.group}: ${row.label}` : row.label,
    `${formatNumber(row.estimate, row.digits)}${row.unit ? ` ${row.unit}` : ''}`,
    row.intervals[0] ? formatInterval(row.intervals[0].bounds, row.digits) : '',
    row.pValues[0] ? formatP(row.pValues[0].value) : '',
    row.n === undefined ? '' : String(row.n),
  ])
  return [
    `${r.study} (${r.data} data, seed ${r.seed}, ${r.times.seconds.toFixed(1)} s)`,
    textTable([['number', 'estimate', 'interval', 'p', 'n'], ...numbers], [1, 3, 4]),
    ...(r.data === 'own'
      ? ['', 'own data: nothing published, derived or planted applies']
      : checkedKinds(r).flatMap(checks)),
  ].join('\n')
}

const heads = { published: 'replication', derived: 'not printed by the authors', planted: 'planted answer' }

function checks({ kind, rows, count }: CheckedKind): string[] {
  const cells = rows.map((row) => [
    row.description,
    formatNumber(row.expected, row.digits),
    formatNumber(row.ours, row.digits),
    verdictWord(row.verdict),
  ])
  return ['', textTable([[heads[kind], kind, 'ours', 'verdict'], ...cells], [1, 2]), count]
}
