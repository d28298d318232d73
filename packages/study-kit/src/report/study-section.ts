import { allReplicated } from '../replication.js'
import type { Results, TableResult } from '../results.js'
import { formatInterval, formatNumber, formatP } from './format-number.js'
import { html, raw, type Markup } from './html.js'

const verdicts = { replicated: '✓', differs: '✗ differs', missing: '✗ missing', 'not-applicable': 'other options' }

/** One study of the report. */
export function studySection(r: Results): Markup {
  return html`<section id="${r.study}" aria-labelledby="${r.study}-title">
    <h2 id="${r.study}-title">${r.title}</h2>
    <p>${r.question} <span class="badge">${r.data === 'real' ? 'real data' : 'sample data'}</span></p>
    <p class="quiet">${r.dataNote}</p>
    ${
      r.inputs.some((input) => !input.verified) &&
      html`<p class="differs">Some inputs are not what the manifest lists; see the provenance.</p>`
    }
    <dl>
      ${r.answers.map(
        ({ question, answer }) =>
          html`<dt>${question}</dt>
            <dd>${answer}</dd>`,
      )}
    </dl>
    ${replicationTable(r)}
    <h3>Figures</h3>
    <div class="figures">${r.figures.map(figure)}</div>
    <h3>Numbers</h3>
    ${numberTables(r)} ${r.tables.map(plainTable)}
    <h3>Methods</h3>
    ${r.methods.map((paragraph) => html`<p>${paragraph}</p>`)}
    <h3>What was not replicated, and why</h3>
    <ul>
      ${r.notReplicated.map(({ what, why }) => html`<li><b>${what}</b> — ${why}</li>`)}
    </ul>
    <h3>References</h3>
    <ol>
      ${r.citations.map(({ text, url }) => html`<li>${text} ${url && html`<a href="${url}">${url}</a>`}</li>`)}
    </ol>
    ${provenance(r)}
  </section>`
}

function figure({ id, title, caption, svg }: Results['figures'][number]): Markup {
  return html`<figure id="figure-${id}">
    <div class="scroll" tabindex="0" role="group" aria-label="${title}">${raw(svg)}</div>
    <figcaption><b>${title}</b>${caption}</figcaption>
  </figure>`
}

function replicationTable(r: Results): Markup | false {
  if (r.replication.length === 0) return false
  const [what, title] = r.data === 'real' ? ['published', 'Replication'] : ['planted', 'Planted answers, recovered']
  const rows = r.replication.map(
    (row) =>
      html`<tr>
        <th scope="row">${row.description}</th>
        <td class="number">${formatNumber(row.published, row.digits)}</td>
        <td class="number">${formatNumber(row.ours, row.digits)}</td>
        <td class="number">${row.tolerance === 0 ? 'exact' : `± ${row.tolerance}`}</td>
        <td class="${row.verdict}">${verdicts[row.verdict]}</td>
        <td>${row.source}</td>
      </tr>`,
  )
  return html`<h3>${title}: ${allReplicated(r.replication) ? 'every number came out' : 'not every number came out'}</h3>
    <div class="scroll" tabindex="0" role="group" aria-label="${title}">
      <table>
        <thead>
          <tr>
            <th scope="col">quantity</th>
            <th scope="col" class="number">${what}</th>
            <th scope="col" class="number">ours</th>
            <th scope="col" class="number">tolerance</th>
            <th scope="col">verdict</th>
            <th scope="col">source</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`
}

function numberTables(r: Results): Markup[] {
  const groups = [...new Set(r.numbers.map((row) => row.group ?? 'Numbers'))]
  return groups.map((group) => {
    const rows = r.numbers.filter((row) => (row.group ?? 'Numbers') === group)
    const [intervals, ps, notes] = [
      rows.some((row) => row.interval),
      rows.some((row) => row.p !== undefined),
      rows.some((row) => row.note),
    ]
    return html`<div class="scroll" tabindex="0" role="group" aria-label="${group}">
      <table>
        <caption>
          ${group}
        </caption>
        <thead>
          <tr>
            <th scope="col">quantity</th>
            <th scope="col" class="number">estimate</th>
            ${intervals && html`<th scope="col">interval</th>`}${ps && html`<th scope="col">p</th>`}
            <th scope="col" class="number">n</th>
            ${notes && html`<th scope="col">note</th>`}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">${row.label}</th>
                <td class="number">${formatNumber(row.estimate, row.digits)} ${row.unit}</td>
                ${intervals && html`<td>${formatInterval(row)} <span class="quiet">${row.intervalMethod}</span></td>`}${ps && html`<td>${row.p !== undefined && formatP(row.p)} <span class="quiet">${row.pMethod}</span></td>`}
                <td class="number">${row.n}</td>
                ${notes && html`<td>${row.note}</td>`}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`
  })
}

function plainTable({ title, columns, rows, note }: TableResult): Markup {
  const cell = (value: string | number | null) =>
    typeof value === 'string'
      ? html`<td>${value}</td>`
      : html`<td class="number">${value === null ? '—' : String(value).replace('-', '−')}</td>`
  return html`<details>
    <summary>${title}</summary>
    ${note && html`<p class="quiet">${note}</p>`}
    <div class="scroll" tabindex="0" role="group" aria-label="${title}">
      <table>
        <thead>
          <tr>
            ${columns.map((column, k) => html`<th scope="col" ${rows.every((row) => typeof row[k] !== 'string') && raw(' class="number"')}>${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${row.map(cell)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`
}

function provenance(r: Results): Markup {
  const inputs = r.inputs.map(
    (i) =>
      html`<li>
        ${i.name}, ${i.bytes.toLocaleString('en')} bytes, ${i.licence}, sha256
        <code>${i.sha256}</code> ${i.verified ? 'as listed' : html`<b class="differs">not as listed</b>`}
      </li>`,
  )
  const facts = Object.entries({ seed: r.seed, ...r.options, ...r.environment }).map(
    ([key, value]) => `${key} ${value}`,
  )
  return html`<details>
    <summary>Provenance</summary>
    <p>
      ${r.study} ${r.version}, started ${r.times.started}, ${formatNumber(r.times.seconds, 1)} s; ${facts.join('; ')}.
    </p>
    <p>Stages: ${r.times.stages.map((s) => `${s.name} ${formatNumber(s.seconds, 2)} s`).join(', ')}.</p>
    <ul>
      ${inputs.length > 0 ? inputs : html`<li>No file: the data are made from the seed.</li>`}
    </ul>
  </details>`
}
