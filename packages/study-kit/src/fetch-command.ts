import { resolve } from 'node:path'
import { dataFolder } from './data-files.js'
import { fetchFiles } from './fetch/fetch-files.js'
import type { Fetched } from './fetch/fetch-file.js'
import type { Network } from './fetch/network.js'
import { findManifests, type StudyData } from './find-manifests.js'
import { progressView } from './progress.js'
import type { CommandContext } from './run-command.js'
import { StudyKitError } from './study-kit-error.js'

/** The command line of `likeness fetch`, as commander gives it. */
export interface FetchFlags {
  readonly to?: string
  readonly optional?: boolean
  readonly record?: boolean
  readonly replace?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
}

/**
 * Fetches the data of one study or all, and says what became of each file.
 * @param given replaces the studies' manifests and the network, for tests
 * @returns whether every file is there
 * @throws StudyKitError for an unknown study, or without a folder; `signal.reason` once aborted
 */
export async function fetchCommand(
  name: string,
  flags: FetchFlags,
  { root, cwd, signal, stdout, stderr }: CommandContext,
  given: { readonly manifests?: readonly StudyData[]; readonly network?: Network } = {},
): Promise<boolean> {
  const manifests = given.manifests ?? (await findManifests(name))
  const folder = flags.to === undefined ? dataFolder(root) : resolve(cwd, flags.to)
  if (!folder)
    throw new StudyKitError(
      'INVALID_ARGUMENT',
      'Expected LIKENESS_DATA_DIR to name the folder of the real data, or --to <dir>, but received neither',
    )
  const view = flags.quiet || flags.json ? undefined : progressView(stderr)
  const all: { readonly study: string; readonly files: Fetched[] }[] = []
  try {
    for (const { study, manifest } of manifests) {
      const onBytes = showBytes((file, fraction) => view?.update(study, file, fraction))
      const { optional, record, replace } = flags
      const asked = { folder, signal, optional, record, replace, onBytes, network: given.network }
      all.push({ study, files: await fetchFiles(manifest, asked) })
    }
  } finally {
    view?.end()
  }
  if (flags.json) stdout.write(`${JSON.stringify({ folder, studies: all }, null, 1)}\n`)
  else if (!flags.quiet) stdout.write(all.map(lines).join(''))
  const missing = all.flatMap(({ study, files }) => files.filter(isMissing).map((file) => ({ study, ...file })))
  if (flags.quiet) for (const { study, name, problem } of missing) stderr.write(`likeness: ${study}: ${name}: ${problem}\n`) // prettier-ignore
  return missing.length === 0
}

// Where no size is known there is a beginning alone.
function showBytes(update: (file: string, fraction: number) => void) {
  let current = ''
  return (file: string, done: number, total: number | undefined) => {
    if (total || file !== current) update(file, total ? done / total : 0)
    current = file
  }
}

const isMissing = ({ state }: Fetched) => state !== 'present' && state !== 'fetched'

function lines({ study, files }: { readonly study: string; readonly files: readonly Fetched[] }): string {
  const there = files.filter((file) => !isMissing(file)).length
  // What hundreds of pictures share is said once.
  const groups = new Map<string, Fetched[]>()
  for (const file of files) {
    const key = file.problem?.replaceAll(file.name, '') ?? file.state
    groups.set(key, [...(groups.get(key) ?? []), file])
  }
  const rows = [...groups.values()].map(([file, ...others]) => {
    const { name, state, problem } = file!
    const more = others.length > 0 ? ` and ${others.length} more` : ''
    return `  ${state.padEnd(8)} ${name}${more}${problem ? `: ${problem}` : ''}`
  })
  return [`${study}: ${there} of ${files.length} files are there`, ...rows, ''].join('\n')
}
