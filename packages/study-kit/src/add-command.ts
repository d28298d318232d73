import { Option, type Command as Program } from 'commander'
import type { CommandPackage } from './discover-commands.js'
import { progressView } from './progress.js'
import { commandInput, runCommandModule } from './run-command-module.js'
import { threadCount } from './run-flags.js'

/** What commands of other packages share with the program. */
export interface AddCommandContext {
  /** From which relative paths count. */
  readonly cwd: string
  readonly dataFolder: string | undefined
  readonly signal: AbortSignal
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  /** Runs it, prints its error, and sets the exit code. */
  readonly attempt: (act: () => Promise<boolean>) => Promise<void>
}

/** Adds a command that a package declares to the program: its options, `--threads` and `--quiet`. */
export function addCommand(program: Program, declared: CommandPackage, context: AddCommandContext): void {
  const added = program.command(declared.name).description(declared.about)
  if (declared.argument) added.argument(`<${declared.argument.name}>`, declared.argument.about)
  const options = Object.entries(declared.options).map(([name, { kind, about }]) => {
    const option = new Option(
      kind === 'flag' ? `--${name}` : `--${name} <${kind === 'path' ? 'path' : 'value'}>`,
      about,
    )
    added.addOption(option)
    return [name, option.attributeName()] as const
  })
  added.option('--threads <n>', 'threads (default: all); never changes a result').option('--quiet', 'print only errors')
  added.action(async () => {
    const flags: Record<string, string | boolean | undefined> = added.opts()
    const given = Object.fromEntries(options.map(([name, attribute]) => [name, flags[attribute]]))
    await context.attempt(() => run(declared, { argument: added.args[0], options: given }, flags, context))
  })
}

async function run(
  declared: CommandPackage,
  line: Parameters<typeof commandInput>[1],
  flags: Readonly<Record<string, string | boolean | undefined>>,
  { cwd, dataFolder, signal, stdout, stderr }: AddCommandContext,
): Promise<boolean> {
  const { name, module } = declared
  const input = commandInput(declared, line, cwd)
  const threads = threadCount(flags['threads'] as string | undefined)
  const view = flags['quiet'] ? undefined : progressView(stderr)
  const onProgress = (stage: string, fraction: number) => view?.update(name, stage, fraction)
  try {
    const text = await runCommandModule({ name, module, input, threads, dataFolder }, { signal, onProgress })
    view?.end()
    if (!flags['quiet']) stdout.write(`${text}\n`)
    return true
  } finally {
    view?.end()
  }
}
