import type { Results } from '../results.js'

const names: Record<string, string> = { node: 'Node.js', threads: 'threads:', device: 'device', platform: '' }

/** The methods as one paragraph that a paper can take over, with versions, seed, inputs and the short citations. */
export function methodsParagraph(r: Results): string {
  const facts = Object.entries(r.environment).map(([key, value]) => `${names[key] ?? key} ${value}`.trim())
  const inputs = r.inputs.map(({ name, sha256 }) => `${name}${sha256 === null ? '' : ` (SHA-256 ${sha256.slice(0, 12)}…)`}`)
  const cited = r.citations.map(({ text }) => shortCitation(text)).filter((text) => text !== undefined)
  return [
    ...(r.data === 'sample' ? [`The data were made by the program (seed ${r.seed}).`] : []),
    ...r.methods,
    `All analyses were run with Likeness ${r.version} (study ${r.study}; ${facts.join(', ')}) with seed ${r.seed}.`,
    ...(inputs.length > 0 ? [`Input files: ${inputs.join(', ')}.`] : []),
    ...(cited.length > 0 ? [`Sources: ${[...new Set(cited)].join('; ')}.`] : []),
  ].join(' ')
}

/** "Lake, B. M., & Gureckis, T. M. (2019). …" as "Lake & Gureckis, 2019". */
function shortCitation(text: string): string | undefined {
  const [, people, year] = /^(.+?)\s\((\d{4})\)/.exec(text) ?? []
  if (!people || !year) return undefined
  const last = [...people.matchAll(/(\p{Lu}[\p{L}’' -]*?),\s\p{Lu}\./gu)].map(([, name]) => name!.trim())
  if (last.length === 0) return undefined
  return `${last.length > 2 ? `${last[0]} et al.` : last.join(' & ')}, ${year}`
}
