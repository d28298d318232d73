import { html, type Markup } from '../report/html.js'
import { scale, type RatingTask } from './rating-task.js'

const numbers = Array.from({ length: scale.most - scale.least + 1 }, (_, k) => scale.least + k)

/** What a button of the scale is called, to eyes and to a screen reader. */
function button(value: number, [low, high]: RatingTask['ends']): Markup {
  const end = value === scale.least ? `, ${low}` : value === scale.most ? `, ${high}` : ''
  return html`<button type="button" class="rating" data-rating="${value}" aria-label="${value}${end}">${value}</button>`
}

const start = ({ title, instructions }: RatingTask, rater: string | undefined) =>
  html`<section id="start">
    <h1>${title}</h1>
    ${instructions.map((paragraph) => html`<p>${paragraph}</p>`)}
    <p>
      <b>Keys</b>: <kbd>1</kbd> to <kbd>9</kbd>, and <kbd>0</kbd> for 10; or the arrow keys and <kbd>Enter</kbd>.
      <kbd>Backspace</kbd> takes the last rating back. Each rating is kept at once: you may close this page and go on
      later under the same name.
    </p>
    <form id="name">
      <label for="rater">Your name or number</label>
      <input
        id="rater"
        name="rater"
        value="${rater}"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        maxlength="40"
        required
        pattern="[a-z0-9][a-z0-9_\\-]*"
        aria-describedby="rater-hint"
      />
      <p id="rater-hint" class="quiet">Small letters, digits, - and _. It names the file of your ratings.</p>
      <button type="submit" class="main">Begin</button>
    </form>
  </section>`

const trial = ({ question, ends, pairs }: RatingTask) =>
  html`<section id="trial" hidden>
    <div class="progress">
      <progress id="done" max="${pairs.length}" value="0" aria-label="Pairs rated"></progress>
      <span id="count" class="quiet"></span>
    </div>
    <h1 id="question" tabindex="-1">${question}</h1>
    <div class="pair" id="pair"><img id="left" alt="left image" /><img id="right" alt="right image" /></div>
    <div id="scale" role="group" aria-labelledby="question">
      <div class="ratings">${numbers.map((value) => button(value, ends))}</div>
      <div class="ends quiet" aria-hidden="true">
        <span>${scale.least}: ${ends[0]}</span><span>${scale.most}: ${ends[1]}</span>
      </div>
    </div>
    <p><button type="button" id="undo" class="plain">Take the last rating back</button></p>
  </section>`

const end = () =>
  html`<section id="end" hidden>
    <h1 id="thanks" tabindex="-1">Thank you</h1>
    <p>All <b id="all"></b> pairs are rated, and kept in <b id="file"></b>. You may close this page.</p>
    <p>
      <button type="button" id="undo-end" class="plain">Take the last rating back</button>
      <button type="button" id="another" class="plain">Somebody else rates</button>
    </p>
  </section>`

/** The rating page: one document with three views, of which its script shows one. */
export function ratePage(task: RatingTask, rater: string | undefined): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${task.title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/rate.css" />
        <script type="module" src="/rate/main.js"></script>
      </head>
      <body>
        <main>
          <noscript><p class="trouble">This page needs its script, which comes from this machine alone.</p></noscript>
          <p id="trouble" class="trouble" role="alert" hidden></p>
          ${start(task, rater)} ${trial(task)} ${end()}
          <p id="said" class="unseen" aria-live="polite"></p>
        </main>
      </body>
    </html> `.text
}

/** Its style sheet: one column, the scale within a thumb's reach, light and dark as the system asks. */
export const rateStyle = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1b1b; --quiet: #595959; --line: #767676; --panel: #f0f2f5; --main: #0b57a4; --on: #ffffff; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --paper: #14161a; --ink: #e9e9e9; --quiet: #a9adb4; --line: #8a8f98; --panel: #22262d; --main: #8ab8f0; --on: #10131a; --bad: #ff9d94; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.5 system-ui, sans-serif; }
main { max-width: 42rem; margin: 0 auto; padding: 1rem; }
[hidden] { display: none !important; }
h1 { font-size: 1.35rem; line-height: 1.3; margin: .5rem 0 1rem; }
.quiet { color: var(--quiet); font-size: .95rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); margin: 0; }
.trouble { border: 2px solid var(--bad); border-radius: .5rem; padding: .6rem .8rem; }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
h1:focus { outline: none; }
kbd { border: 1px solid var(--line); border-radius: .25rem; padding: 0 .35rem; background: var(--panel); font: inherit; font-size: .9em; white-space: nowrap; }
label { display: block; font-weight: 600; }
input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .6rem; width: min(100%, 20rem); }
button { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; min-height: 3rem; padding: .4rem .9rem; cursor: pointer; touch-action: manipulation; }
button.main { background: var(--main); color: var(--on); border-color: var(--main); font-weight: 600; min-width: 10rem; }
button[disabled] { opacity: .5; cursor: default; }
.progress { display: flex; align-items: center; gap: .75rem; } progress { flex: 1; height: .6rem; accent-color: var(--main); } #count { white-space: nowrap; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; margin: 1rem 0 1.25rem; }
.pair img { width: 100%; aspect-ratio: 1; object-fit: contain; image-rendering: pixelated; background: var(--panel); border: 1px solid var(--line); border-radius: .25rem; max-height: 45vh; }
.pair.loading img { visibility: hidden; }
.ratings { display: grid; grid-template-columns: repeat(10, 1fr); gap: .35rem; }
.rating { padding: 0; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
.rating:hover, .rating.chosen { background: var(--main); color: var(--on); border-color: var(--main); }
.ends { display: flex; justify-content: space-between; gap: 1rem; margin-top: .4rem; } .ends span:last-child { text-align: right; }
@media (max-width: 34rem) { .ratings { grid-template-columns: repeat(5, 1fr); gap: .5rem; } .rating { min-height: 3.25rem; } .pair { gap: .5rem; margin: .5rem 0 1rem; } }
@media (max-height: 30rem) { .pair img { max-height: 34vh; } }
`
