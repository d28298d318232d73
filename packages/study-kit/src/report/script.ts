import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

// In the order in which they need each other.
const files = ['save', 'tables', 'pictures', 'links', 'main']

/** A script of the report, with what its Content-Security-Policy names it by. */
export interface ReportScript {
  readonly text: string
  /** "sha256-…" */
  readonly hash: string
}

// A page on a disk can load no module: the files become one function, their imports and exports fall away.
const inOne = (module: string) => module.replace(/^import .*$/gm, '').replace(/^export (?:\{.*\};?)?/gm, '')

/** The report's script, from the compiled files of `browser/report`. */
export async function reportScript(): Promise<ReportScript> {
  const texts = await Promise.all(
    files.map((name) => readFile(new URL(`../../dist/browser/report/${name}.js`, import.meta.url), 'utf8')),
  )
  const text = `(() => {\n'use strict'\n${texts.map(inOne).join('\n')}\n})()`
  return { text, hash: `sha256-${createHash('sha256').update(text).digest('base64')}` }
}
