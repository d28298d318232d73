import { saveFile, smallButton } from './save.js'

/** What a cell holds: its number in full precision, or its text, the parts of a cell one after the other. */
function cellContent(cell: HTMLElement): string {
  if (cell.dataset['value'] !== undefined) return cell.dataset['value']
  const parts = cell.querySelectorAll('div')
  const texts = parts.length > 0 ? [...parts].map((part) => part.textContent) : [cell.textContent]
  return texts.map((text) => text.replace(/\s+/g, ' ').trim()).join('; ')
}

const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** A table as CSV (RFC 4180), in the order in which it stands. */
export function tableCsv(table: HTMLTableElement): string {
  return [...table.rows].map((row) => `${[...row.cells].map((cell) => quoted(cellContent(cell))).join(',')}\r\n`).join('')
}

function compare(a: string, b: string): number {
  // What has no value stands last, whichever way a column is sorted.
  const [x, y] = [Number(a), Number(b)]
  return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b, 'en', { numeric: true }) : x - y
}

const absent = (text: string) => text === '' || text === '—'

/** Sorts a table by a column: rising, falling, and then as it came. */
function sortTable(table: HTMLTableElement, header: HTMLTableCellElement, original: HTMLTableRowElement[]): void {
  const order = { none: 'ascending', ascending: 'descending', descending: 'none' } as const
  const next = order[(header.getAttribute('aria-sort') ?? 'none') as keyof typeof order]
  for (const other of table.tHead!.rows[0]!.cells) other.removeAttribute('aria-sort')
  if (next !== 'none') header.setAttribute('aria-sort', next)
  const sign = next === 'descending' ? -1 : 1
  const keyed = original.map((row) => ({ row, key: cellContent(row.cells[header.cellIndex]!) }))
  if (next !== 'none')
    keyed.sort((a, b) => Number(absent(a.key)) - Number(absent(b.key)) || sign * compare(a.key, b.key))
  table.tBodies[0]!.append(...keyed.map(({ row }) => row))
}

/** Makes every table sortable and gives it a button that saves it. */
export function equipTables(): void {
  // On a phone the heads are hidden: what cannot be seen must not take the focus.
  const narrow = matchMedia('(max-width: 40rem)')
  for (const table of document.querySelectorAll('table')) {
    const rows = [...table.tBodies[0]!.rows]
    const buttons = [...table.tHead!.rows[0]!.cells].map((header) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'sort'
      button.append(...header.childNodes)
      button.addEventListener('click', () => sortTable(table, header, rows))
      header.append(button)
      return button
    })
    const hide = () => buttons.forEach((button) => (button.disabled = narrow.matches && table.matches('.stacked')))
    narrow.addEventListener('change', hide)
    hide()
    const title = table.caption?.textContent ?? 'table'
    const name = `${title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}.csv` // prettier-ignore
    const save = () => saveFile(name, new Blob([tableCsv(table)], { type: 'text/csv' }))
    const tools = document.createElement('p')
    tools.className = 'tools'
    tools.append(smallButton('CSV', `Save the table “${title}” as CSV`, save))
    table.parentElement!.after(tools)
  }
}
