import type { Results } from '../results.js'

// What TeX takes for its own.
const special: Record<string, string> = { '\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}' }
const tex = (text: string) => text.replace(/[\\~^]/g, (c) => special[c]!).replace(/[&%$#_]/g, '\\$&')

/** "Lake, B. M., & …" of 2015 as lake2015; a, b, … after the first of a name. */
function keyOf(text: string, taken: Set<string>): string {
  const name = /[\p{L}]+/u.exec(text)?.[0] ?? 'source'
  const plain = name.normalize('NFD').replace(/[^A-Za-z]/g, '').toLowerCase() || 'source' // prettier-ignore
  const year = /\((\d{4})\)/.exec(text)?.[1] ?? ''
  const letters = ['', ...'abcdefghijklmnopqrstuvwxyz']
  const key = letters.map((letter) => plain + year + letter).find((one) => !taken.has(one)) ?? `${plain}${taken.size}`
  taken.add(key)
  return key
}

type Citation = Results['citations'][number]

// "Authors (year). Title. Journal, volume(issue), pages."
const article =
  /^(?<author>.+?)\s\((?<year>\d{4})\)\.\s(?<title>[^.?!]+[.?!](?:\s[^.]+\))?)\s?(?<journal>[^\d,.][^\d,]*?),\s(?<volume>\d+)(?:\((?<number>[^)]+)\))?,\s(?<pages>[\d–-]+)\.?$/u

const authors = (text: string) => text.replace(/,?\s&\s/g, ' and ').replace(/\.,\s(?=[\p{Lu}][\p{L}’'-]+,)/gu, '. and ')

function fieldsOf({ text, url }: Citation): { type: string; fields: Record<string, string> } {
  const found = article.exec(text)?.groups
  const doi = /^https?:\/\/doi\.org\/(.+)$/.exec(url ?? '')?.[1]
  const where: Record<string, string> = doi ? { doi } : url ? { url } : {}
  if (!found) return { type: 'misc', fields: { note: text, ...where } }
  const { author, year, title, journal, volume, number, pages } = found as Record<string, string | undefined>
  const known = { author: authors(author!), year: year!, title: title!.replace(/\.$/, ''), journal: journal!.trim() }
  const more = { volume: volume!, ...(number && { number }), pages: pages!.replace(/[–-]+/, '--') }
  return { type: 'article', fields: { ...known, ...more, ...where } }
}

/**
 * The citations of a study and the program itself as BibTeX. What is not of the form "Authors (year). Title. Journal,
 * volume(issue), pages." becomes an entry of type misc whose note is the citation as it stands.
 */
export function bibtex({ citations, version }: Pick<Results, 'citations' | 'version'>): string {
  const taken = new Set(['likeness'])
  const entry = (type: string, key: string, fields: Record<string, string>) => {
    const lines = Object.entries(fields).map(([name, value]) => `  ${name} = {${/^(doi|url)$/.test(name) ? value : tex(value)}},`) // prettier-ignore
    return [`@${type}{${key},`, ...lines, '}'].join('\n')
  }
  const all = citations.map((citation) => {
    const { type, fields } = fieldsOf(citation)
    return entry(type, keyOf(citation.text, taken), fields)
  })
  return [entry('misc', 'likeness', { title: 'Likeness', note: `Version ${version}, computer software` }), ...all].join('\n\n')
}
