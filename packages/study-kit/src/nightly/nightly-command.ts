import { join } from 'node:path'
import { dataFolder } from '../data-files.js'
import { discoverStudies, type StudyPackage } from '../discover-studies.js'
import { fontFaces } from '../report/fonts.js'
import { reportScript } from '../report/script.js'
import { writeReport, writeResults } from '../report/write-report.js'
import type { Results } from '../results.js'
import { prepareFolder, type CommandContext } from '../run-command.js'
import { parseFlags, type RunFlags } from '../run-flags.js'
import { runStudy, type RunOptions } from '../run-study.js'
import { writeWhole } from '../write-file.js'
import { lostDigits, reportsOf } from './compare.js'
import { appendNight, readHistory, studyNightOf, type Night, type StudyNight } from './history.js'
import { nightlyPage } from './nightly-page.js'

/** The command line of `likeness nightly`, as commander gives it. */
export type NightlyFlags = Pick<RunFlags, 'out' | 'seed' | 'threads' | 'device'>

/** Nights that are compared with tonight. */
const window = 30

type Finding = { run: Results; noData: string | undefined } | { error: string }

/**
 * Runs every study on its real data, where they are, else on its sample; appends the night to `<out>/history.jsonl` and
 * writes `<out>/nightly.html` beside the report.
 * @returns whether no digit was lost
 * @throws `signal.reason` once aborted; the history is then as it was
 */
export async function nightlyCommand(flags: NightlyFlags, context: CommandContext): Promise<boolean> {
  const { out } = flags
  const { root, cwd, signal, stdout, stderr } = context
  const { seed, threads, device } = parseFlags({ ...flags, data: 'real' })
  await prepareFolder(out)
  const started = new Date().toISOString()
  const options = {
    seed,
    threads,
    device,
    acceptUnverified: false,
    dataFolder: dataFolder(root),
    options: {},
    cwd,
    signal,
  }
  const studies: StudyNight[] = []
  for (const study of await discoverStudies()) {
    stdout.write(`${study.name} …\n`)
    const found = await runOn(study, options)
    signal.throwIfAborted()
    studies.push(nightOf(study, found))
    if ('run' in found) await writeResults(out, found.run)
  }
  const tonight: Night = { format: 'likeness-nightly/1', started, studies }
  const path = join(out, 'history.jsonl')
  const { nights, unreadable } = await readHistory(path)
  const lost = lostDigits(tonight, nights)
  const page = { tonight, reports: reportsOf(tonight, nights, window), lost, nights: nights.length, unreadable, window }
  await appendNight(path, tonight)
  await writeReport(out)
  await writeWhole(join(out, 'nightly.html'), nightlyPage(page, await fontFaces(), await reportScript()))
  for (const line of lost) stderr.write(`likeness: lost: ${line}\n`)
  stdout.write(`${lost.length === 0 ? 'No digit lost' : `${lost.length} lost`}: ${join(out, 'nightly.html')}\n`)
  return lost.length === 0
}

function nightOf(study: StudyPackage, found: Finding): StudyNight {
  if ('run' in found) return studyNightOf(found.run, found.noData)
  const { name, version } = study
  const nothing = { seconds: 0, environment: {}, inputs: [], checks: [] }
  return { study: name, title: name, version, data: 'real', error: found.error, ...nothing }
}

type Options = Omit<RunOptions, 'data'> & { readonly signal: AbortSignal }

async function runOn(study: StudyPackage, options: Options): Promise<Finding> {
  try {
    return { run: await runStudy(study, { ...options, data: 'real' }), noData: undefined }
  } catch (error) {
    const { message, code } = error as Error & { code?: string }
    // Absent data are no fault; damaged ones are.
    if (code !== 'DATA_MISSING') return { error: message }
    return runStudy(study, { ...options, data: 'sample' }).then(
      (run) => ({ run, noData: message }),
      (wrong: Error) => ({ error: wrong.message }),
    )
  }
}
