import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { firstIssue } from '../read-json.js'
import { results, type Results } from '../results.js'
import { writeWhole } from '../write-file.js'
import { fontFaces } from './fonts.js'
import { reportPage } from './page.js'
import { reportScript } from './script.js'

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
 * @returns the page's path, and one line for each file that is left out of it, with the reason
 */
export async function writeReport(out: string): Promise<{ path: string; problems: string[] }> {
  const all: Results[] = []
  const problems: string[] = []
  for (const name of (await readdir(out)).sort()) {
    const text = await readFile(join(out, name, 'results.json'), 'utf8').catch(() => undefined)
    if (text === undefined) continue
    const read = readResults(text, name)
    if (typeof read === 'string') problems.push(`${join(name, 'results.json')} is left out of the report: ${read}`)
    else all.push(read)
  }
  const path = join(out, 'index.html')
  await writeWhole(path, reportPage(all, await fontFaces(), await reportScript()))
  return { path, problems }
}

// A copy of a study's folder under another name would put the study into the page twice.
function readResults(text: string, folder: string): Results | string {
  try {
    const parsed = results.safeParse(JSON.parse(text))
    if (!parsed.success) return `it is not a result of this version (${firstIssue(parsed.error)})`
    return parsed.data.study === folder ? parsed.data : `it is a result of ${parsed.data.study}`
  } catch {
    return 'it is not whole JSON'
  }
}
