import type { Results } from '../results.js'
import { html, raw } from './html.js'
import type { ReportScript } from './script.js'
import { studySection } from './study-section.js'
import { style } from './style.js'

/**
 * The report on all studies: one HTML page without an outside request, which can be read without its script.
 * @param fonts style rules that bring the figures' font along
 * @param script what sorts, saves and links; absent: none
 */
export function reportPage(all: readonly Results[], fonts: string, script?: ReportScript): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:${script && `; script-src '${script.hash}'`}"
        />
        <title>Likeness: ${all.map((r) => r.study).join(', ')}</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(fonts + style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the studies</a>
        <header>
          <h1>Likeness report</h1>
          <p class="quiet">What a network, a brain and a person each find alike.</p>
          <nav aria-label="Studies">
            <ul>
              ${all.map((r) => html`<li><a href="#${r.study}">${r.title}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main id="main">${all.map(studySection)}</main>
        <footer class="quiet">
          Made by Likeness ${[...new Set(all.map((r) => r.version))].join(', ')}. Every number stands in results.json
          beside this page.
        </footer>
        ${script && raw(`<script>${script.text}</script>`)}
      </body>
    </html> `
  return page.text
}
