import { allCameOut, checkedKinds, verdictWord, type CheckedKind } from '../replication.js'
import type { Results } from '../results.js'
import { formatColumn, formatInterval, formatNumber, formatP } from './format-number.js'
import { html, raw, type Markup } from './html.js'

/** A column of a table. */
export interface Column<Row> {
  readonly title: string
  readonly number?: boolean
  readonly cell: (row: Row) => Markup | string | number | null | undefined | false
  readonly class?: (row: Row) => string
  /** The number behind the text, in full precision, for sorting and saving. */
  readonly value?: (row: Row) => number | string | null | undefined
}

function full<Row>({ value }: Column<Row>, row: Row): Markup | false {
  const number = value?.(row)
  return number !== undefined && html` data-value="${number}"`
}

/**
 * A table whose first column heads its rows. On a phone each row stands as a block with its column titles (style.ts), so
 * the roles are written out: a browser forgets them when the display changes.
 */
export function table<Row>(title: string, columns: readonly Column<Row>[], rows: readonly Row[], stacked = true): Markup {
  const head = columns.map(
    (c) => html`<th role="columnheader" scope="col"${c.number && raw(' class="number"')}>${c.title}</th>`,
  )
  const cell = (c: Column<Row>, row: Row, k: number) =>
    k === 0
      ? html`<th role="rowheader" scope="row"${full(c, row)}>${c.cell(row)}</th>`
      : html`<td role="cell" data-label="${c.title}" class="${[c.number && 'number', c.class?.(row)].filter(Boolean).join(' ')}"${full(c, row)}>${c.cell(row)}</td>`
  const body = rows.map((row) => html`<tr role="row">${columns.map((c, k) => cell(c, row, k))}</tr>`)
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${title}"><table role="table" class="${stacked && 'stacked'}"><caption>${title}</caption><thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">${body}</tbody></table></div>`
}

const signs = { replicated: '✓ ', agrees: '✓ ', recovered: '✓ ', differs: '✗ ', missing: '✗ ', 'not-applicable': '' }

const heads = {
  published: { title: 'Replication', caption: 'Published and ours', about: '' },
  derived: {
    title: 'Numbers that the authors do not print',
    caption: 'Derived and ours',
    about: ' Another program computed them from the same data: that both agree replicates nothing that was published.',
  },
  planted: { title: 'Planted answers', caption: 'Planted in the sample, and recovered', about: '' },
}

/** Published, derived or planted values beside ours: a table for each kind, so that none is taken for another. */
export function replicationTables(r: Results): Markup | false {
  if (r.replication.length === 0) return false
  if (r.data === 'own') return html`<p class="quiet">Own data: nothing published, derived or planted applies.</p>`
  return html`${checkedKinds(r).map(replicationTable)}`
}

function replicationTable({ kind, rows, count }: CheckedKind): Markup {
  const { title, caption, about } = heads[kind]
  const verdict = allCameOut(rows) ? 'every number came out' : 'not every number came out'
  const columns: Column<Results['replication'][number]>[] = [
    { title: 'quantity', cell: (row) => row.description },
    { title: kind, number: true, cell: (row) => formatNumber(row.expected, row.digits), value: (row) => row.expected },
    { title: 'ours', number: true, cell: (row) => formatNumber(row.ours, row.digits), value: (row) => row.ours },
    { title: 'tolerance', number: true, cell: (row) => (row.tolerance === 0 ? 'exact' : `± ${withMinus(row.tolerance)}`), value: (row) => row.tolerance },
    { title: 'verdict', cell: (row) => signs[row.verdict] + verdictWord(row.verdict), class: (row) => row.verdict },
    { title: 'source', cell: (row) => row.source },
  ]
  const shown = table(caption, columns, rows)
  // Many, and of no interest as long as they agree; never folded away when one does not.
  const folded = kind === 'derived' && rows.length > 20
  return html`<h3>${title}: ${verdict}</h3>
    <p class="quiet">${count}.${about}</p>
    ${folded ? html`<details${!allCameOut(rows) && raw(' open')}><summary>${caption}</summary>${shown}</details>` : shown}`
}

/** The study's numbers, a table per group. */
export function numberTables(r: Results): Markup[] {
  type Row = Results['numbers'][number]
  const names = [...new Set(r.numbers.map(groupOf))]
  const lines = (parts: { text: string; method: string }[]) =>
    parts.map(({ text, method }) => html`<div>${text} <span class="quiet">${method}</span></div>`)
  return names.map((group) => {
    const rows = r.numbers.filter((row) => groupOf(row) === group)
    const columns: (Column<Row> | false)[] = [
      { title: 'quantity', cell: (row) => row.label },
      { title: 'estimate', number: true, cell: (row) => html`${formatNumber(row.estimate, row.digits)} ${row.unit}`, value: (row) => row.estimate },
      rows.some((row) => row.intervals.length > 0) && {
        title: 'interval',
        cell: (row) => html`${lines(row.intervals.map(({ bounds, method }) => ({ text: formatInterval(bounds, row.digits), method })))}`,
      },
      rows.some((row) => row.pValues.length > 0) && {
        title: 'p',
        cell: (row) => html`${lines(row.pValues.map(({ value, method }) => ({ text: formatP(value), method })))}`,
      },
      rows.some((row) => row.n !== undefined) && { title: 'n', number: true, cell: (row) => row.n?.toLocaleString('en'), value: (row) => row.n ?? null },
      rows.some((row) => row.note) && { title: 'note', cell: (row) => row.note },
    ]
    return table(group, columns.filter((column) => column !== false), rows) // prettier-ignore
  })
}

const withMinus = (value: number) => String(value).replaceAll('-', '\u2212')

const groupOf = (row: Results['numbers'][number]) => row.group ?? 'Numbers'

/** A table of plain cells, folded away. */
export function plainTable({ title, columns, rows, note }: Results['tables'][number]): Markup {
  const cells = columns.map((_, k) => rows.map((row) => row[k] ?? null))
  const isNumeric = (column: (string | number | null)[]) => column.every((cell) => typeof cell !== 'string')
  const texts = cells.map((column) => formatColumn(column.map((cell) => (typeof cell === 'string' ? null : cell))))
  const shown = columns.map((name, k): Column<number> => ({
    title: name,
    number: isNumeric(cells[k]!),
    cell: (row) => (typeof cells[k]![row] === 'string' ? cells[k]![row] : texts[k]![row]),
    value: (row) => (typeof cells[k]![row] === 'string' ? undefined : cells[k]![row]),
  }))
  return html`<details><summary>${title}</summary>${note && html`<p class="quiet">${note}</p>`}${table(title, shown, [...rows.keys()], false)}</details>`
}
