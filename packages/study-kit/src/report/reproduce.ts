import type { Results } from '../results.js'

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const word = (text: string) => (/^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** A flag stands alone, or not at all. */
const optionWords = (name: string, value: unknown) =>
  typeof value === 'boolean' ? (value ? [name] : []) : [name, String(value)]

/** The command that makes these results again, from the repository's root. */
export function reproducingCommand(r: Results): string {
  const given = new Map<string, string[]>()
  for (const { option, name } of r.inputs) if (option) given.set(option, [...(given.get(option) ?? []), name])
  const options = Object.entries(r.options).filter(([, value]) => value !== '')
  const words = [
    ...['npm', 'run', 'likeness', '--', 'run', r.study],
    ...(r.data === 'own' ? [] : ['--data', r.data]),
    ...['--seed', String(r.seed)],
    ...('device' in r.environment ? ['--device', r.environment['device']!] : []),
    ...options.flatMap(([name, value]) => optionWords(`--${kebab(name)}`, value)),
    ...[...given].flatMap(([option, names]) => [`--${option}`, ...names]),
  ]
  return words.map(word).join(' ')
}
