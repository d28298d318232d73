import { join, resolve } from 'node:path'
import { dataManifest } from '../data-manifest.js'
import { findStudies, type StudyPackage } from '../discover-studies.js'
import { readJson } from '../read-json.js'
import { replicationFile } from '../replication.js'
import { results, type Results } from '../results.js'
import { runStudy, type RunControl } from '../run-study.js'
import type { StudyContext } from '../study.js'
import type { GivenOptions } from '../study-options.js'
import { StudyKitError } from '../study-kit-error.js'
import { changedInputs, type ChangedInput } from './changed-inputs.js'
import { differencesOf, type Comparison, type Tolerance } from './differences.js'

/** What recomputing some results said. */
export interface Verification {
  readonly study: string
  /** Inputs that are other files now; then nothing was recomputed. */
  readonly changed: readonly ChangedInput[]
  /** null: the same machine in all that matters, and so the same bits. */
  readonly tolerance: Tolerance | null
  /** What is not as it was: platform, SIMD level, backend, version; one line each. */
  readonly otherwise: readonly string[]
  readonly comparison: Comparison | null
}

/** What recomputing needs beside the results. */
export interface VerifyOptions extends RunControl {
  readonly threads: number
  readonly dataFolder: string | undefined
  /** The folder in which the user's own files are looked for, by the names in the results. */
  readonly cwd: string
  /** Options of the study that say where those files are. */
  readonly given: GivenOptions
  /** The folder that holds the studies. Default: that of study-kit itself. */
  readonly packages?: string | undefined
}

/** Reads a results.json. @throws StudyKitError for what is none */
export const readResults = (path: string): Promise<Results> => readJson(path, results)

/**
 * Recomputes results from their recorded inputs, options and seed.
 * @throws StudyKitError UNKNOWN_STUDY, or INVALID_RESULT for results that do not say how they were asked for; what the study
 *   throws; `signal.reason` once aborted
 */
export async function verifyResults(recorded: Results, options: VerifyOptions): Promise<Verification> {
  const [study] = await findStudies(recorded.study, options.packages)
  if (!recorded.arguments)
    throw new StudyKitError(
      'INVALID_RESULT',
      `Expected the results of ${recorded.study} to record their arguments but they have none: run the study anew`,
    )
  const given = ownFiles(study!, recorded, options)
  const manifest = await readJson(join(study!.folder, 'data.json'), dataManifest)
  const changed = await changedInputs(recorded, manifest, options.dataFolder, { paths: given, folders: study!.folders })
  if (changed.length > 0) return { study: recorded.study, changed, tolerance: null, otherwise: [], comparison: null }
  const recomputed = await recompute(study!, recorded, given, options)
  const otherwise = changedEnvironment(recorded, recomputed)
  const stated = (await readJson(join(study!.folder, 'replication.json'), replicationFile)).elsewhere
  const tolerance = otherwise.length > 0 ? stated : null
  const comparison = differencesOf(comparable(recorded, tolerance), comparable(recomputed, tolerance), tolerance)
  return { study: recorded.study, changed, tolerance, otherwise, comparison }
}

// The results name a user's file without its folder.
function ownFiles({ files, folders }: StudyPackage, { arguments: words = {} }: Results, { cwd, given }: VerifyOptions) {
  const named = [...files, ...Object.keys(folders)].filter((option) => words[option] !== undefined)
  const paths = (option: string) => [given[option] ?? words[option]!].flat().map((path) => resolve(cwd, path))
  return Object.fromEntries(named.map((option) => [option, paths(option)]))
}

function recompute(study: StudyPackage, recorded: Results, given: Record<string, string[]>, options: VerifyOptions) {
  const { data, seed, environment, inputs } = recorded
  const { threads, dataFolder, signal, onProgress } = options
  return runStudy(study, {
    ...{ data: data === 'real' ? 'real' : 'sample', seed, threads, dataFolder },
    ...{ device: (environment['device'] ?? 'auto') as StudyContext['device'] },
    // Their checksums are those of the record: whoever accepted them then accepts them now.
    acceptUnverified: inputs.some((input) => input.verified === false),
    options: { ...recorded.arguments, ...asGiven(given, recorded) },
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  })
}

/** Options of one file have a word, those of several a list, as the command line gave them. */
const asGiven = (given: Record<string, string[]>, { arguments: words = {} }: Results) =>
  Object.fromEntries(
    Object.entries(given).map(([name, paths]) => [name, Array.isArray(words[name]) ? paths : paths[0]!]),
  )

// Neither may change a number: the first is promised of every kernel, the second of IEEE arithmetic in Node.
const indifferent = ['threads', 'node']

function changedEnvironment(a: Results, b: Results): string[] {
  const names = [...new Set([...Object.keys(a.environment), ...Object.keys(b.environment)])]
  const changed = names.filter((name) => !indifferent.includes(name) && a.environment[name] !== b.environment[name])
  const lines = changed.map((name) => `${name}: ${a.environment[name] ?? 'none'}, now ${b.environment[name] ?? 'none'}`)
  return a.version === b.version ? lines : [...lines, `version of the study: ${a.version}, now ${b.version}`]
}

/** What must come out again; elsewhere figures and texts, which round, may be drawn otherwise. */
function comparable(run: Results, tolerance: Tolerance | null): unknown {
  const { values, numbers, tables, replication, figures, ...rest } = run
  if (tolerance) return asJson({ values, numbers, tables, replication })
  // JSON leaves out what is undefined.
  const drawn = figures.map((figure) => ({ ...figure, png: undefined }))
  const texts = { ...rest, times: undefined, environment: undefined, arguments: undefined }
  return asJson({ values, numbers, tables, replication, ...texts, figures: drawn })
}

// -0 and undefined are not what results.json holds.
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown
