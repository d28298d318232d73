import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { dataFolder } from './data-files.js'
import { findStudies } from './discover-studies.js'
import { progressView } from './progress.js'
import type { CommandContext } from './run-command.js'
import { integer } from './run-flags.js'
import { studyOptions } from './study-options.js'
import type { Difference } from './verify/differences.js'
import { readResults, verifyResults, type Verification } from './verify/verify-results.js'

/** The command line of `likeness verify`, as commander gives it. */
export interface VerifyFlags {
  readonly threads?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

/**
 * Recomputes a results.json and says whether it came out the same, and what the first number is that did not.
 * @param words the study's options that name files, where those lie elsewhere now
 * @returns whether it came out
 * @throws StudyKitError for a file that is no results.json; what the study throws; `signal.reason` once aborted
 */
export async function verifyCommand(
  path: string,
  words: readonly string[],
  flags: VerifyFlags,
  { root, cwd, packages, signal, stdout, stderr }: CommandContext,
): Promise<boolean> {
  const recorded = await readResults(resolve(cwd, path))
  const [study] = await findStudies(recorded.study, packages)
  const given = studyOptions(words, [study!])
  const threads = flags.threads === undefined ? availableParallelism() : integer(flags.threads, 1, 1024, '--threads')
  const view = flags.quiet || flags.json ? undefined : progressView(stderr)
  const onProgress = (stage: string, fraction: number) => view?.update(recorded.study, stage, fraction)
  const options = { threads, dataFolder: dataFolder(root), cwd, given, packages, signal, onProgress }
  const found = await verifyResults(recorded, options).finally(() => view?.end())
  const good = found.changed.length === 0 && found.comparison?.differences.length === 0
  if (flags.json) stdout.write(`${JSON.stringify({ same: good, ...found }, null, 1)}\n`)
  else if (good && !flags.quiet) stdout.write(`${verdict(found)}\n`)
  else if (!good) stderr.write(`likeness: ${verdict(found)}\n`)
  return good
}

function verdict({ study, changed, tolerance, otherwise, comparison }: Verification): string {
  if (changed.length > 0)
    return changed.map((input) => `${study}: Expected sha256 ${input.recorded} for ${input.name} but received ${input.found ?? 'no file'}${input.url ? ` (get it from ${input.url})` : ''}`).join('\nlikeness: ') // prettier-ignore
  const { compared, differences } = comparison!
  const how = tolerance
    ? `within ${tolerance.absolute} + ${tolerance.relative} of each number (not the same machine: ${otherwise.join('; ')})`
    : 'to the last bit'
  if (differences.length === 0) return `${study}: all ${compared} values came out again, ${how}`
  const first = differences.find(({ difference }) => difference !== undefined) ?? differences[0]!
  return `${study}: ${differences.length} of ${compared} values did not come out again, ${how}; the first: ${line(first)}`
}

function line({ path, recorded, recomputed, difference }: Difference): string {
  const both = `${path}: Expected ${shown(recorded)} but received ${shown(recomputed)}`
  return difference === undefined ? both : `${both} (difference ${difference})`
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}
