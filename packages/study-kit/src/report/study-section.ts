import type { Results } from '../results.js'
import { formatNumber } from './format-number.js'
import { html, raw, type Markup } from './html.js'
import { bibtex } from './bibtex.js'
import { methodsParagraph } from './methods-paragraph.js'
import { reproducingCommand } from './reproduce.js'
import { numberTables, plainTable, replicationTables } from './tables.js'

/** One study of the report. */
export function studySection(r: Results): Markup {
  return html`<section id="${r.study}" aria-labelledby="${r.study}-title">
    <h2 id="${r.study}-title">${r.title}</h2>
    <p>${r.question} <span class="badge">${r.data} data</span></p>
    <p class="quiet">${r.dataNote}</p>
    ${
      r.inputs.some((input) => input.verified === false) &&
      html`<p class="differs">Some inputs are not what the manifest lists; see the provenance.</p>`
    }
    <dl>
      ${r.answers.map(
        ({ question, answer }) =>
          html`<dt>${question}</dt>
            <dd>${answer}</dd>`,
      )}
    </dl>
    ${replicationTables(r)}
    ${part('Figures', r.figures.length > 0 && html`<div class="figures">${r.figures.map((one) => figure(r.study, one))}</div>`)}
    ${part(
      'Numbers',
      r.numbers.length + r.tables.length > 0 && html`${numberTables(r)} ${r.tables.map(plainTable)}`,
    )}
    ${part('Methods', r.methods.length > 0 && html`${r.methods.map((paragraph) => html`<p>${paragraph}</p>`)}`)}
    ${part(
      'What was not replicated, and why',
      r.notReplicated.length > 0 &&
        html`<ul>
          ${r.notReplicated.map(({ what, why }) => html`<li><b>${what}</b> — ${why}</li>`)}
        </ul>`,
    )}
    ${part(
      'References',
      r.citations.length > 0 &&
        html`<ol>
          ${r.citations.map(({ text, url }) => html`<li>${text} ${url && html`<a href="${url}">${url}</a>`}</li>`)}
        </ol>`,
    )}
    ${forPaper(r)} ${provenance(r)}
  </section>`
}

const part = (title: string, content: Markup | false) => content && html`<h3>${title}</h3>${content}`

// Two figures of this many pixels stand side by side; a wider one would be shrunk below its own type size.
const columnWidth = 500

function figure(study: string, { id, title, caption, svg }: Results['figures'][number]): Markup {
  const width = Number(/^<svg\b[^>]*?\swidth="([\d.]+)"/.exec(svg)?.[1] ?? 0)
  return html`<figure id="figure-${id}" class="${width > columnWidth && 'wide'}">
    <div class="scroll" tabindex="0" role="group" aria-label="${title}">${raw(svg)}</div>
    <figcaption><b>${title}</b>${caption}</figcaption>
    <p class="tools">
      ${['svg', 'png'].map((kind) => html`<a href="${study}/figures/${id}.${kind}" download="${id}.${kind}" aria-label="Save “${title}” as ${kind.toUpperCase()}">${kind.toUpperCase()}</a> `)}
    </p>
  </figure>`
}

/** What a paper needs: the methods as one paragraph, the sources, and the command. */
function forPaper(r: Results): Markup {
  return html`<details>
    <summary>For a paper: methods, references, command</summary>
    <h4>Methods paragraph</h4>
    <p data-copy="methods paragraph">${methodsParagraph(r)}</p>
    <h4>References as BibTeX</h4>
    <pre data-copy="references" data-file="${r.study}.bib">${bibtex(r)}</pre>
    <h4>Command that makes these results again</h4>
    <pre data-copy="command">${reproducingCommand(r)}</pre>
  </details>`
}

const checksum = (sha256: string | null) =>
  sha256 === null ? 'too large for a checksum' : html`sha256 <code>${sha256}</code>`

const listed = ({ verified, option }: Results['inputs'][number]) =>
  verified === null
    ? `given with --${option}`
    : verified
      ? 'as listed'
      : html`<b class="differs">not as listed</b>`

function provenance(r: Results): Markup {
  const inputs = r.inputs.map(
    (i) =>
      html`<li>
        ${i.name}, ${i.files === undefined ? '' : `${i.files} files, `}${i.bytes.toLocaleString('en')} bytes, ${i.licence}, ${checksum(i.sha256)} ${listed(i)}
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
