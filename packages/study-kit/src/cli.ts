#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { discoverStudies } from './discover-studies.js'
import { doctorCommand, type DoctorFlags } from './doctor-command.js'
import { fetchCommand, type FetchFlags } from './fetch-command.js'
import { runCommand, type CommandContext } from './run-command.js'
import type { RunFlags } from './run-flags.js'
import { verifyCommand, type VerifyFlags } from './verify-command.js'

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

/** Runs a command and turns what becomes of it into the exit code; `left` says what a cancelled one leaves. */
async function conclude(left: string, command: (context: CommandContext) => Promise<boolean>): Promise<void> {
  // npm runs scripts in the root, and says where it was called.
  const cwd = process.env['INIT_CWD'] ?? process.cwd()
  const streams = { stdout: process.stdout, stderr: process.stderr }
  try {
    process.exitCode = (await command({ root, cwd, signal: controller.signal, ...streams })) ? 0 : 1
  } catch (error) {
    if (controller.signal.aborted) {
      process.stderr.write(`likeness: cancelled; ${left}\n`)
      process.exitCode = 130
      return
    }
    const { message, stack } = error as Error
    process.stderr.write(`likeness: ${process.env['LIKENESS_DEBUG'] ? stack : message}\n`)
    process.exitCode = 1
  }
}

const run = (name: string, flags: RunFlags, command: Command) =>
  conclude('nothing of the unfinished study was written; --resume goes on with its finished stages', (context) =>
    runCommand(name, command.args.slice(1), { ...flags, out: resolve(context.cwd, flags.out) }, context),
  )

const studies = await discoverStudies()
const optionHelp = studies.flatMap((study) =>
  Object.entries(study.options).map(
    ([name, text]) =>
      `  ${`--${name} <${study.files.includes(name) ? 'file' : 'value'}>`.padEnd(22)} ${study.name}: ${text}`,
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
    conclude('parts stay, and the next fetch goes on with them', (context) => fetchCommand(name, flags, context)),
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
    conclude('nothing was compared', (context) => verifyCommand(path, command.args.slice(1), flags, context)),
  )
program
  .command('doctor')
  .description('look at everything that a study may need, and say what mends what is missing')
  .option('--json', 'print the findings as JSON')
  .action((flags: DoctorFlags) => conclude('', (context) => doctorCommand(flags, context)))
program
  .command('studies')
  .description('list the studies that are installed')
  .action(() => void process.stdout.write(studies.map((study) => `${study.name} ${study.version}\n`).join('')))
await program.parseAsync()
