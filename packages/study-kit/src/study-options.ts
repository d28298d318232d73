import type { StudyPackage } from './discover-studies.js'
import { StudyKitError } from './study-kit-error.js'

/** The studies' options as the user gave them; a list for an option that takes several files. */
export type GivenOptions = Readonly<Record<string, string | readonly string[]>>

/**
 * Splits `--name value`, `--name=value` and flags (`--name`, given as 'true'); every name must be an option of every study
 * that runs. An option that takes several files takes every word up to the next option.
 * @throws StudyKitError INVALID_ARGUMENT naming the options there are, the one that has no value, or the flag that
 *   has one
 */
export function studyOptions(words: readonly string[], studies: readonly StudyPackage[]): GivenOptions {
  const options: Record<string, string | readonly string[]> = {}
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, name = '', inline] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? []
    for (const study of studies) checkOption(study, name, word)
    if (studies.every(({ flags }) => flags.includes(name))) {
      options[name] = flagValue(name, inline)
      continue
    }
    const value = inline ?? rest.shift()
    if (value === undefined || (inline === undefined && value.startsWith('--')))
      throw new StudyKitError('INVALID_ARGUMENT', `Expected a value for --${name} but received ${value ?? 'none'}`)
    options[name] = studies.every(({ several }) => several.includes(name)) ? [value, ...valuesOf(rest)] : value
  }
  return options
}

function valuesOf(rest: string[]): string[] {
  const end = rest.findIndex((word) => word.startsWith('--'))
  return rest.splice(0, end < 0 ? rest.length : end)
}

function checkOption(study: StudyPackage, name: string, word: string): void {
  if (Object.hasOwn(study.options, name)) return
  const known = Object.keys(study.options).map((option) => `--${option}`)
  const expected = known.length > 0 ? `one of ${known.join(', ')}` : 'no option'
  throw new StudyKitError('INVALID_ARGUMENT', `Expected ${expected} for ${study.name} but received ${word}`)
}

function flagValue(name: string, inline: string | undefined): string {
  if (inline === undefined) return 'true'
  throw new StudyKitError(
    'INVALID_ARGUMENT',
    `Expected no value for --${name} but received ${inline || 'an empty one'}`,
  )
}

/** The options that have one value: those that a study parses itself, and single files. */
export function singleOptions(options: GivenOptions): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
