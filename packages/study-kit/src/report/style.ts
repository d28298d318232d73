/** The report's style sheet: one column on a phone, light and dark as the reader's system asks. */
export const style = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1b1b; --quiet: #595959; --line: #d5d5d5; --panel: #f5f6f8;
  --link: #0b57a4; --good: #0b6b45; --bad: #b3261e; --shade: #00000033; }
@media (prefers-color-scheme: dark) { :root { --paper: #14161a; --ink: #e9e9e9; --quiet: #a9adb4; --line: #3a3e45;
  --panel: #1d2026; --link: #8ab8f0; --good: #6fd3a5; --bad: #ff9d94; --shade: #ffffff40; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 'Source Sans 3', 'Source Sans Pro', system-ui, sans-serif; }
header, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
h1 { font-size: 1.7rem; margin: 0 0 .25rem; } h2 { font-size: 1.4rem; margin: 2.5rem 0 .5rem; } h3 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p, li, dd { max-width: 46rem; } a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; z-index: 1; }
.quiet { color: var(--quiet); } .badge { border: 1px solid var(--line); border-radius: 1rem; padding: .05rem .6rem; font-size: .85rem; background: var(--panel); }
.scroll { --under: var(--paper); overflow-x: auto; background: linear-gradient(to left, var(--under) 1.25rem, transparent) right / 2.5rem 100% local no-repeat,
  linear-gradient(to left, var(--shade), transparent) right / 1rem 100% scroll no-repeat; }
figure .scroll { --under: var(--panel); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .95rem; }
caption { text-align: left; font-weight: 600; padding: .75rem 0 .25rem; }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; white-space: nowrap; } tbody th { font-weight: 400; }
.replicated, .agrees, .recovered, .differs, .missing { white-space: nowrap; }
.replicated, .agrees, .recovered { color: var(--good); font-weight: 600; } .differs, .missing { color: var(--bad); font-weight: 600; }
.figures { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 1.5rem; }
figure { flex: 1 1 min(100%, 30rem); margin: 0; background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; min-width: 0; }
figure.wide { flex-basis: 100%; }
figure svg { max-width: 100%; height: auto; color: var(--ink); display: block; margin: 0 auto; }
figcaption { max-width: 46rem; font-size: .95rem; margin-top: .75rem; } figcaption b { display: block; }
details caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
dt { font-weight: 600; } dd { margin: 0 0 .75rem; } details { margin: 1rem 0; } summary { cursor: pointer; font-weight: 600; }
code { font-size: .85em; overflow-wrap: anywhere; } nav ul { padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
footer { padding: 2rem 1rem; font-size: .9rem; }
@media (max-width: 40rem) {
  .stacked thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stacked, .stacked tbody, .stacked tr, .stacked caption { display: block; }
  .stacked tr { border-bottom: 1px solid var(--line); padding: .5rem 0; }
  .stacked th, .stacked td { display: block; border: 0; padding: .1rem 0; text-align: left; white-space: normal; }
  .stacked tbody th { font-weight: 600; } .stacked td:empty { display: none; }
  .stacked td { display: grid; grid-template-columns: 6.5rem 1fr; } .stacked td > * { grid-column: 2; }
  .stacked td::before { content: attr(data-label); color: var(--quiet); font-weight: 400; }
  figure { padding: .6rem; } figure svg { min-width: 26rem; }
}
h4 { font-size: 1rem; margin: 1rem 0 .25rem; } pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; padding: .6rem .8rem; font-size: .85rem; margin: .25rem 0; }
.tools { margin: .4rem 0 0; display: flex; gap: .5rem; } .tools a, button.small { font: inherit; font-size: .85rem; color: var(--link); background: var(--paper); border: 1px solid var(--line); border-radius: .35rem; padding: .15rem .6rem; min-height: 1.75rem; text-decoration: none; cursor: pointer; }
button.sort { all: unset; cursor: pointer; } button.sort:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; } button.sort:disabled { cursor: auto; }
th[aria-sort=ascending] button.sort::after { content: ' ▲'; font-size: .7em; } th[aria-sort=descending] button.sort::after { content: ' ▼'; font-size: .7em; }
.chooser { display: block; color: var(--quiet); font-size: .95rem; margin: .25rem 0 .75rem; } .chooser select { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: .35rem; padding: .2rem .4rem; max-width: 100%; }
.linked { position: fixed; right: 1rem; bottom: 1rem; z-index: 2; max-width: min(22rem, calc(100vw - 2rem)); background: var(--paper); border: 2px solid var(--link); border-radius: .5rem; padding: .6rem .8rem; font-size: .9rem; box-shadow: 0 2px 12px #00000055; pointer-events: none; }
.linked[hidden] { display: none; } .linked ul { margin: .4rem 0 0; padding-left: 1.1rem; } .pictures { display: flex; gap: .5rem; } .pictures img { width: 6rem; height: 6rem; object-fit: contain; image-rendering: pixelated; border: 1px solid var(--line); }
figure svg [data-items] { cursor: pointer; } svg circle.linked-on, svg rect.linked-on { stroke: #d6007a; stroke-width: 2.5; fill-opacity: 1; } svg g.linked-on rect { stroke: #d6007a; stroke-width: 2.5; stroke-opacity: 1; }
@media print { body { font-size: 10pt; } figure, tr { break-inside: avoid; } h2, h3, h4 { break-after: avoid; } .skip, .tools, .chooser, .linked, nav { display: none; } .scroll { overflow: visible; background: none; } details::details-content { content-visibility: visible; } }
`
