import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { results, type Results } from '../results.js'
import { writeWhole } from '../write-file.js'
import { fontFaces } from './fonts.js'
import { reportPage } from './page.js'

/** Writes one run: `<out>/<study>/results.json` and its figures as SVG and PNG. Whole files, results.json last. */
export async function writeResults(out: string, run: Results): Promise<void> {
  const folder = join(out, run.study)
  for (const { id, svg, png } of run.figures) {
    await writeWhole(join(folder, 'figures', `${id}.svg`), svg)
    if (png) await writeWhole(join(folder, 'figures', `${id}.png`), png)
  }
  const figures = run.figures.map(({ id, title, caption, svg }) => ({ id, title, caption, svg }))
  await writeWhole(join(folder, 'results.json'), `${JSON.stringify({ ...run, figures }, null, 1)}\n`)
}

/**
 * Writes `<out>/index.html` from every results.json below `out`, of this run or an earlier one.
 * @returns the page's path, and one line for each file that is not a result of this version
 */
export async function writeReport(out: string): Promise<{ path: string; problems: string[] }> {
  const all: Results[] = []
  const problems: string[] = []
  for (const name of (await readdir(out)).sort()) {
    const text = await readFile(join(out, name, 'results.json'), 'utf8').catch(() => undefined)
    if (text === undefined) continue
    try {
      all.push(results.parse(JSON.parse(text)))
    } catch {
      problems.push(`${join(name, 'results.json')} is not a result of this version: left out of the report`)
    }
  }
  const path = join(out, 'index.html')
  await writeWhole(path, reportPage(all, await fontFaces()))
  return { path, problems }
}
