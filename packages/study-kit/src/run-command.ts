import { availableParallelism } from 'node:os'
import { dataFolder } from './data-files.js'
import { findStudies, type StudyPackage } from './discover-studies.js'
import { progressView } from './progress.js'
import { allReplicated } from './replication.js'
import { writeReport, writeResults } from './report/write-report.js'
import type { Results } from './results.js'
import { runStudy } from './run-study.js'
import type { StudyContext } from './study.js'
import { StudyKitError } from './study-kit-error.js'
import { summary } from './text-table.js'

/** The command line of `likeness run`, as commander gives it. */
export interface RunFlags {
  readonly data: string
  readonly out: string
  readonly seed: string
  readonly threads?: string
  readonly device: string
  readonly unverifiedInputs?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
}

const choice = <T extends string>(value: string, choices: readonly T[], name: string): T => {
  if (choices.includes(value as T)) return value as T
  throw new StudyKitError('INVALID_ARGUMENT', `Expected one of ${choices.join(', ')} for ${name} but received ${value}`)
}

const integer = (value: string, least: number, most: number, name: string): number => {
  if (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value)
  throw new StudyKitError(
    'INVALID_ARGUMENT',
    `Expected an integer from ${least} to ${most} for ${name} but received ${value}`,
  )
}

/** Splits `--name value` and `--name=value`; every name must be an option of every study that runs. */
export function studyOptions(words: readonly string[], studies: readonly StudyPackage[]): Record<string, string> {
  const options: Record<string, string> = {}
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, name = '', inline] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? []
    for (const study of studies) checkOption(study, name, word)
    const value = inline ?? rest.shift()
    if (value === undefined)
      throw new StudyKitError('INVALID_ARGUMENT', `Expected a value for --${name} but received none`)
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

/**
 * Runs one study or all, writes results and report, and says what came out.
 * @returns whether every number that applies was replicated
 * @throws what a study throws, or `signal.reason`; results of studies that had finished by then stay written
 */
export async function runCommand(
  name: string,
  words: readonly string[],
  flags: RunFlags,
  {
    root,
    signal,
    stdout,
    stderr,
  }: { root: string; signal: AbortSignal; stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream },
): Promise<boolean> {
  const studies = await findStudies(name)
  const common = {
    data: choice(flags.data, ['sample', 'real'], '--data'),
    seed: integer(flags.seed, 0, Number.MAX_SAFE_INTEGER, '--seed'),
    threads: flags.threads === undefined ? availableParallelism() : integer(flags.threads, 1, 1024, '--threads'),
    device: choice<StudyContext['device']>(flags.device, ['auto', 'cpu', 'cuda', 'reference'], '--device'),
    dataFolder: dataFolder(root),
    acceptUnverified: flags.unverifiedInputs ?? false,
    options: studyOptions(words, studies),
  }
  const view = flags.quiet || flags.json ? undefined : progressView(stderr)
  const done: Results[] = []
  try {
    for (const study of studies) {
      const onProgress = (stage: string, fraction: number) => view?.update(study.name, stage, fraction)
      const run = await runStudy(study, { ...common, signal, onProgress })
      await writeResults(flags.out, run)
      done.push(run)
      if (!flags.json && !flags.quiet) stdout.write(`\n${summary(run)}\n\n`)
    }
  } finally {
    view?.end()
  }
  const { path, problems } = await writeReport(flags.out)
  for (const problem of problems) stderr.write(`likeness: ${problem}\n`)
  if (flags.json)
    stdout.write(
      `${JSON.stringify(
        done.map((run) => ({ ...run, figures: run.figures.map(({ id, title }) => ({ id, title })) })),
        null,
        1,
      )}\n`,
    )
  else if (!flags.quiet) stdout.write(`Report: ${path}\n`)
  const wrong = done.filter((run) => !allReplicated(run.replication))
  for (const run of wrong)
    for (const row of run.replication.filter((r) => r.verdict === 'differs' || r.verdict === 'missing'))
      stderr.write(
        `likeness: ${run.study}: ${row.description}: expected ${row.published} ± ${row.tolerance} but received ${row.ours ?? 'nothing'}\n`,
      )
  return wrong.length === 0
}
