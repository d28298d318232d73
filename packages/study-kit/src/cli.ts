#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { addCommand } from './add-command.js'
import { dataFolder } from './data-files.js'
import { discoverCommands } from './discover-commands.js'
import { discoverStudies, type StudyPackage } from './discover-studies.js'
import type { DoctorFlags } from './doctor-command.js'
import type { FetchFlags } from './fetch-command.js'
import type { NightlyFlags } from './nightly/nightly-command.js'
import type { RateFlags } from './rate/rate-command.js'
import type { RunFlags } from './run-flags.js'
import type { VerifyFlags } from './verify-command.js'

/** The repository's root, or the working directory where study-kit is installed as a dependency. */
function projectRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).workspaces) return folder
  }
  return process.cwd()
}

const root = projectRoot()
const controller = new AbortController()

// A progress bar hides it.
const showCursor = '\x1b[?25h'

// The second Ctrl-C does not wait for a study to notice the first.
function interrupt(): void {
  const terminal = process.stderr.isTTY
  if (controller.signal.aborted) {
    if (terminal) process.stderr.write(showCursor)
    process.exit(130)
  }
  process.stderr.write(`${terminal ? '\n' : ''}likeness: cancelling; once more to stop at once\n`)
  controller.abort(new DOMException('The run was cancelled', 'AbortError'))
}
process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
// A reader such as `head` may close the pipe early: files are written all the same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

// npm runs scripts in the root, and says where it was called.
const cwd = process.env['INIT_CWD'] ?? process.cwd()
// Each command brings its own code: what one does not need would take it half a second to load.
const load = {
  run: () => import('./run-command.js'),
  rate: () => import('./rate/rate-command.js'),
  nightly: () => import('./nightly/nightly-command.js'),
  fetch: () => import('./fetch-command.js'),
  verify: () => import('./verify-command.js'),
  doctor: () => import('./doctor-command.js'),
}
const streams = { stdout: process.stdout, stderr: process.stderr }
const context = { root, cwd, signal: controller.signal, ...streams }

/** Runs one command of the program, and says what went wrong in one line. */
async function attempt(act: () => Promise<boolean>, cancelled: string): Promise<void> {
  try {
    process.exitCode = (await act()) ? 0 : 1
  } catch (error) {
    const { message, stack, code } = error as Error & { code?: unknown }
    const aborted = controller.signal.aborted
    const text = aborted && code !== 'CANCELLED' ? cancelled : process.env['LIKENESS_DEBUG'] ? stack : message
    process.stderr.write(`likeness: ${text}\n`)
    process.exitCode = aborted ? 130 : 1
  }
}

async function run(name: string, flags: RunFlags, command: Command): Promise<void> {
  const out = resolve(cwd, flags.out)
  await attempt(
    async () => (await load.run()).runCommand(name, command.args.slice(1), { ...flags, out }, context),
    'cancelled; no result of the unfinished study was written; --resume goes on with its finished stages',
  )
}

async function rate(name: string, flags: RateFlags, command: Command): Promise<void> {
  const out = resolve(cwd, flags.out)
  const serve = async () => (await load.rate()).rateCommand(name, command.args.slice(1), { ...flags, out }, context)
  await attempt(() => serve().then(() => true), 'cancelled; nothing was served')
}

async function nightly(flags: NightlyFlags): Promise<void> {
  const out = resolve(cwd, flags.out)
  await attempt(
    async () => (await load.nightly()).nightlyCommand({ ...flags, out }, context),
    'cancelled; the history is as it was',
  )
}

const operand = ({ files, several, folders, flags }: StudyPackage, name: string) =>
  flags.includes(name)
    ? ''
    : name in folders
      ? ' <folder>'
      : several.includes(name)
        ? ' <files>'
        : files.includes(name)
          ? ' <file>'
          : ' <value>'

const studies = await discoverStudies()
const optionHelp = studies.flatMap((study) =>
  Object.entries(study.options).map(
    ([name, text]) => `  ${`--${name}${operand(study, name)}`.padEnd(22)} ${study.name}: ${text}`,
  ),
)
const program = new Command('likeness')
  .description('Compares what a network, a brain and a person each find alike.')
  .showHelpAfterError()
program
  .command('run')
  .description(`run a study (${studies.map((study) => study.name).join(', ')}), or all`)
  .argument('<study>', 'name of a study, or all')
  .option('--data <kind>', 'sample (made data inside the package) or real (files in LIKENESS_DATA_DIR)', 'sample')
  .option('--out <dir>', 'folder for results, figures and the report', join(root, 'report'))
  .option('--seed <n>', 'seed of everything random', '2026')
  .option('--threads <n>', 'threads of the native core (default: all); never changes a result')
  .option('--device <name>', 'auto, cpu, cuda or reference', 'auto')
  .option('--resume', 'go on with the finished stages of a run that was killed')
  .option('--unverified-inputs', 'go on when a file is not what the manifest lists')
  .option('--json', 'print the results as JSON')
  .option('--quiet', 'print only errors')
  .allowUnknownOption()
  .allowExcessArguments()
  .addHelpText('after', `\nOptions of the studies:\n${optionHelp.join('\n')}`)
  .action(run)
program
  .command('rate')
  .description('let people rate the pairs of a study, on a page that this machine alone serves')
  .argument('<study>', 'name of a study')
  .option('--data <kind>', 'sample (made images inside the package) or real (files in LIKENESS_DATA_DIR)', 'sample')
  .option('--out <dir>', 'folder for the ratings', 'ratings')
  .option('--seed <n>', 'seed of the order, of the sides and of made images', '2026')
  .option('--port <n>', 'port of the page (default: a free one)')
  .option('--rater <name>', 'name that the page proposes')
  .option('--threads <n>', 'threads of the native core (default: all)')
  .option('--device <name>', 'auto, cpu, cuda or reference', 'auto')
  .option('--unverified-inputs', 'go on when a file is not what the manifest lists')
  .allowUnknownOption()
  .allowExcessArguments()
  .action(rate)
program
  .command('nightly')
  .description('run every study on the real data that are there, and hold its numbers against earlier nights')
  .option('--out <dir>', 'folder for history, page, results and report', join(root, 'nightly'))
  .option('--seed <n>', 'seed of everything random', '2026')
  .option('--threads <n>', 'threads of the native core (default: all); never changes a result')
  .option('--device <name>', 'auto, cpu, cuda or reference', 'auto')
  .action(nightly)
program
  .command('fetch')
  .description('fetch the real data of a study, or of all, into LIKENESS_DATA_DIR')
  .argument('<study>', 'name of a study, or all')
  .option('--to <dir>', 'folder of the data, instead of LIKENESS_DATA_DIR')
  .option('--optional', 'also files that the study can do without')
  .option('--record', 'take files whose checksum nobody has published as they come, and record it')
  .option('--replace', 'replace files that are not what the manifest lists')
  .option('--json', 'print what became of each file as JSON')
  .option('--quiet', 'print only what is missing')
  .action((name: string, flags: FetchFlags) =>
    attempt(
      async () => (await load.fetch()).fetchCommand(name, flags, context),
      'cancelled; parts stay, and the next fetch goes on with them',
    ),
  )
program
  .command('verify')
  .description('recompute a results.json from its inputs, options and seed')
  .argument('<results>', 'path of a results.json')
  .option('--threads <n>', 'threads of the native core (default: all); never changes a result')
  .option('--json', 'print what was found as JSON')
  .option('--quiet', 'print only what differs')
  .allowUnknownOption()
  .allowExcessArguments()
  .action((path: string, flags: VerifyFlags, command: Command) =>
    attempt(
      async () => (await load.verify()).verifyCommand(path, command.args.slice(1), flags, context),
      'cancelled; nothing was compared',
    ),
  )
program
  .command('doctor')
  .description('look at everything that a study may need, and say what mends what is missing')
  .option('--json', 'print the findings as JSON')
  .action((flags: DoctorFlags) => attempt(async () => (await load.doctor()).doctorCommand(flags, context), 'cancelled'))
program
  .command('studies')
  .description('list the studies that are installed')
  .action(() => void process.stdout.write(studies.map((study) => `${study.name} ${study.version}\n`).join('')))
for (const command of await discoverCommands())
  addCommand(program, command, {
    ...{ cwd, dataFolder: dataFolder(root), signal: controller.signal },
    ...{ stdout: process.stdout, stderr: process.stderr, attempt: (act) => attempt(act, 'cancelled') },
  })
await program.parseAsync()
