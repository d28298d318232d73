import type { Results } from '../results.js'
import { formatNumber } from './format-number.js'
import { html, raw, type Markup } from './html.js'
import { numberTables, plainTable, replicationTable } from './tables.js'

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
