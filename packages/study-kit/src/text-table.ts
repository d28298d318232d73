import { formatInterval, formatNumber, formatP } from './report/format-number.js'
import { verdictWord } from './replication.js'
import type { Results } from './results.js'

/** Aligned columns; numbers stand right. */
export function textTable(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = (rows[0] ?? []).map((_, k) => Math.max(...rows.map((row) => row[k]!.length)))
  const cell = (text: string, k: number) => (right.includes(k) ? text.padStart(widths[k]!) : text.padEnd(widths[k]!))
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n')
}

/** A run for the terminal: its numbers, and what was published (or planted) beside them. */
export function summary(r: Results): string {
  const numbers = r.numbers.map((row) => [
    row.group ? `${row.group}: ${row.label}` : row.label,
    `${formatNumber(row.estimate, row.digits)}${row.unit ? ` ${row.unit}` : ''}`,
    row.intervals[0] ? formatInterval(row.intervals[0].bounds, row.digits) : '',
    row.pValues[0] ? formatP(row.pValues[0].value) : '',
    row.n === undefined ? '' : String(row.n),
  ])
  const checks = r.replication.map((row) => [
    row.description,
    formatNumber(row.published, row.digits),
    formatNumber(row.ours, row.digits),
    verdictWord(row.verdict, r.data),
  ])
  const [published, replication] = r.data === 'real' ? ['published', 'replication'] : ['planted', 'planted answer']
  return [
    `${r.study} (${r.data} data, seed ${r.seed}, ${r.times.seconds.toFixed(1)} s)`,
    textTable([['number', 'estimate', 'interval', 'p', 'n'], ...numbers], [1, 3, 4]),
    ...(checks.length > 0 ? ['', textTable([[replication, published, 'ours', 'verdict'], ...checks], [1, 2])] : []),
  ].join('\n')
}
