import { formatNumber } from '../report/format-number.js'
import { html, raw, type Markup } from '../report/html.js'
import type { ReportScript } from '../report/script.js'
import { style } from '../report/style.js'
import { table, type Column } from '../report/tables.js'
import { verdictWord } from '../replication.js'
import type { NightRow, StudyReport } from './compare.js'
import type { Night } from './history.js'

/** What the page shows. */
export interface NightlyPage {
  readonly tonight: Night
  readonly reports: readonly StudyReport[]
  readonly lost: readonly string[]
  /** Nights before this one that the history holds, and lines of it that cannot be read. */
  readonly nights: number
  readonly unreadable: number
  readonly window: number
}

const [width, height] = [96, 22]

/** A course over the nights, from its least to its most value; one that never changed is a straight line. */
function course(values: readonly (number | null)[], name: string): Markup {
  const known = values.filter((value) => value !== null)
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const x = (k: number) => 3 + ((width - 6) * k) / Math.max(1, values.length - 1)
  const y = (value: number) =>
    most > least ? height - 3 - ((height - 6) * (value - least)) / (most - least) : height / 2
  const points = values.flatMap((value, k) => (value === null ? [] : [`${x(k).toFixed(1)},${y(value).toFixed(1)}`]))
  const [last = '0,0'] = points.slice(-1)
  const [cx, cy] = last.split(',')
  return html`<svg
    class="course"
    role="img"
    aria-label="${name}"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
  >
    <polyline points="${points.join(' ')}" fill="none" stroke="currentColor" stroke-width="1.25" />
    <circle cx="${cx}" cy="${cy}" r="2.25" fill="currentColor" />
  </svg>`
}

const small = (value: number | null) =>
  value === null ? '—' : value === 0 ? 'none' : value.toExponential(1).replaceAll('-', '\u2212')

const signs = { replicated: '✓ ', agrees: '✓ ', recovered: '✓ ', differs: '✗ ', missing: '✗ ', 'not-applicable': '' }

const columns: readonly Column<NightRow>[] = [
  { title: 'quantity', cell: ({ check }) => check.description },
  { title: 'kind', cell: ({ check }) => check.kind },
  {
    ...{ title: 'expected', number: true, cell: ({ check }) => formatNumber(check.expected, check.digits) },
    value: ({ check }) => check.expected,
  },
  {
    ...{ title: 'ours', number: true, cell: ({ check }) => formatNumber(check.ours, check.digits) },
    value: ({ check }) => check.ours,
  },
  { title: 'agreeing digits', number: true, cell: ({ agreeing }) => agreeing },
  { title: 'stable digits', number: true, cell: ({ stable }) => (stable === null ? '—' : stable) },
  { title: 'drift', number: true, cell: ({ drift }) => small(drift), value: ({ drift }) => drift },
  {
    title: 'nights',
    cell: ({ values, check }) =>
      values.length < 2
        ? '—'
        : course(values, `${check.description}: ${values.length} nights, drift ${small(rangeOf(values))}`),
  },
  {
    ...{ title: 'verdict', cell: ({ check }) => signs[check.verdict] + verdictWord(check.verdict) },
    class: ({ check }) => check.verdict,
  },
]

function rangeOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null)
  return Math.max(...known) - Math.min(...known)
}

function section({ night, rows }: StudyReport): Markup {
  const facts = Object.entries(night.environment).map(([key, value]) => `${key} ${value}`)
  return html`<section id="${night.study}" aria-labelledby="${night.study}-title">
    <h2 id="${night.study}-title">${night.title}</h2>
    <p>
      <span class="badge">${night.data} data</span> ${night.study} ${night.version}, ${formatNumber(night.seconds, 1)}
      s; ${facts.join(', ')}.
    </p>
    ${night.noData !== undefined && html`<p class="quiet">On the sample alone: ${night.noData}</p>`}
    ${night.error !== undefined && html`<p class="differs">✗ ${night.error}</p>`}
    ${rows.length > 0 && table(`Numbers of ${night.study}`, columns, rows)}
    ${
      night.inputs.length > 0 &&
      html`<details>
        <summary>Inputs</summary>
        <ul>
          ${night.inputs.map(({ name, sha256 }) => html`<li>${name} <code>${sha256 ?? 'too large for a checksum'}</code></li>`)}
        </ul>
      </details>`
    }
  </section>`
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2
}

const times: readonly Column<StudyReport>[] = [
  { title: 'study', cell: ({ night }) => html`<a href="#${night.study}">${night.title}</a>` },
  { title: 'data', cell: ({ night }) => night.data },
  { title: 'numbers', number: true, cell: ({ rows }) => rows.length },
  { title: 'least stable digits', number: true, cell: ({ rows }) => leastStable(rows) },
  {
    ...{ title: 'seconds', number: true, cell: ({ night }) => formatNumber(night.seconds, 1) },
    value: ({ night }) => night.seconds,
  },
  { title: 'median', number: true, cell: ({ seconds }) => formatNumber(median(seconds), 1), value: ({ seconds }) => median(seconds) }, // prettier-ignore
  { title: 'nights', cell: ({ seconds, night }) => (seconds.length < 2 ? '—' : course(seconds, `${night.study}: seconds of ${seconds.length} nights`)) }, // prettier-ignore
]

function leastStable(rows: readonly NightRow[]): string {
  const known = rows.map(({ stable }) => stable).filter((digits) => digits !== null)
  return known.length > 0 ? String(Math.min(...known)) : '—'
}

const more = `
.course { color: var(--link); display: block; } .lost { border: 2px solid var(--bad); border-radius: .5rem; padding: .2rem 1rem .6rem; } .lost li { max-width: none; overflow-wrap: anywhere; }
`

/** The page of a night: one document without an outside request. */
export function nightlyPage(
  { tonight, reports, lost, ...p }: NightlyPage,
  fonts: string,
  script: ReportScript,
): string {
  const title = lost.length === 0 ? 'No digit lost' : `${lost.length} lost`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; script-src '${script.hash}'"
        />
        <title>Likeness nightly, ${tonight.started.slice(0, 10)}: ${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(fonts + style + more)}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the studies</a>
        <header>
          <h1>Likeness nightly: ${title.toLowerCase()}</h1>
          <p class="quiet">
            ${tonight.started}; ${p.nights} earlier ${p.nights === 1 ? 'night' : 'nights'} in the history, of which the
            last ${Math.min(p.window, p.nights)} are compared.
            ${p.unreadable > 0 && html`<b class="differs">${p.unreadable} of its lines cannot be read.</b>`}
          </p>
        </header>
        <main id="main">
          ${
            lost.length > 0 &&
            html`<div class="lost">
              <h2>Lost</h2>
              <ul>
                ${lost.map((line) => html`<li>${line}</li>`)}
              </ul>
            </div>`
          }
          ${table('Studies and their times', times, reports)}
          <p class="quiet">
            Agreeing digits: leading digits in which ours is what was expected (log relative error, at most 15; of a
            printed number, no more than are printed). Stable digits: those in which the compared nights are the same.
            Drift: the largest difference from tonight.
          </p>
          ${reports.map(section)}
        </main>
        <footer class="quiet"><a href="index.html">The report of tonight's results</a></footer>
        ${raw(`<script>${script.text}</script>`)}
      </body>
    </html> `.text
}
