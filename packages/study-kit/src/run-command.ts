import { access, constants, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { dataFolder } from './data-files.js'
import { findStudies } from './discover-studies.js'
import { progressView } from './progress.js'
import { failed } from './replication.js'
import { writeReport, writeResults } from './report/write-report.js'
import type { Results } from './results.js'
import { parseFlags, type RunFlags } from './run-flags.js'
import { runFingerprint } from './run-fingerprint.js'
import { runStudy } from './run-study.js'
import { studyOptions } from './study-options.js'
import { StudyKitError } from './study-kit-error.js'
import { summary } from './text-table.js'
import { Unfinished } from './unfinished.js'

/** What a command stands in. */
export interface CommandContext {
  /** From which a relative LIKENESS_DATA_DIR counts. */
  readonly root: string
  /** From which relative paths of the studies' options count. */
  readonly cwd: string
  /** The folder that holds the studies. Default: that of study-kit itself. */
  readonly packages?: string
  readonly signal: AbortSignal
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
}

/**
 * Runs one study or all, writes results and report, and says what came out.
 * @param words the studies' own options
 * @returns whether every number that applies came out: published, derived and planted ones
 * @throws what a study throws, or `signal.reason`; results of studies that had finished by then stay written
 */
export async function runCommand(
  name: string,
  words: readonly string[],
  flags: RunFlags,
  { root, cwd, packages, signal, stdout, stderr }: CommandContext,
): Promise<boolean> {
  const studies = await findStudies(name, packages)
  const options = { ...parseFlags(flags), dataFolder: dataFolder(root), options: studyOptions(words, studies), cwd }
  await prepareFolder(flags.out)
  const silent = flags.quiet || flags.json
  const view = silent ? undefined : progressView(stderr)
  const done: Results[] = []
  const kept: Unfinished[] = []
  try {
    for (const study of studies) {
      const onProgress = (stage: string, fraction: number, detail?: string) =>
        view?.update(study.name, stage, fraction, detail)
      const checkpoints = join(flags.out, study.name)
      const unfinished = new Unfinished(flags.out, study.name, await runFingerprint(study, options), !!flags.resume)
      kept.push(unfinished)
      await unfinished.prepare()
      const before = await unfinished.finished()
      const run =
        before ?? (await runStudy(study, { ...options, checkpoints, stages: unfinished.stages, signal, onProgress }))
      if (!before) await writeResults(flags.out, run)
      await unfinished.finish()
      done.push(run)
      if (!silent) stdout.write(`\n${summary(run)}\n\n`)
    }
  } finally {
    view?.end()
  }
  const { path, problems } = await writeReport(flags.out)
  for (const unfinished of kept) await unfinished.clear()
  if (flags.json) stdout.write(`${asJson(done)}\n`)
  else if (!flags.quiet) stdout.write(`Report: ${path}\n`)
  const wrong = done.flatMap(differences)
  for (const line of [...problems, ...wrong]) stderr.write(`likeness: ${line}\n`)
  return wrong.length === 0
}

/** Makes the folder for results. @throws StudyKitError INVALID_ARGUMENT, before a study runs for minutes and not after */
export async function prepareFolder(out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true })
    await access(out, constants.W_OK)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new StudyKitError('INVALID_ARGUMENT', `Expected a folder to write to for --out but received ${out} (${code})`)
  }
}

function differences(run: Results): string[] {
  return run.replication.filter(failed).map(({ description, kind, expected, tolerance, ours }) => {
    const wanted = tolerance === 0 ? `exactly ${expected}` : `${expected} ± ${tolerance}`
    return `${run.study}: ${description}: expected ${wanted} (${kind}) but received ${ours ?? 'nothing'}`
  })
}

const asJson = (runs: readonly Results[]) =>
  JSON.stringify(
    runs.map((run) => ({ ...run, figures: run.figures.map(({ id, title }) => ({ id, title })) })),
    null,
    1,
  )
