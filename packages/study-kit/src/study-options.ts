import type { StudyPackage } from './discover-studies.js'
import { StudyKitError } from './study-kit-error.js'

/**
 * Splits `--name value`, `--name=value` and flags (`--name`, given as 'true'); every name must be an option of every study
 * that runs.
 * @throws StudyKitError INVALID_ARGUMENT naming the options there are, the one that has no value, or the flag that
 *   has one
 */
export function studyOptions(words: readonly string[], studies: readonly StudyPackage[]): Record<string, string> {
  const options: Record<string, string> = {}
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
    options[name] = value
  }
  return options
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
