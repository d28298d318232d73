import { resolve } from 'node:path'
import type { CommandInput } from './command.js'
import type { CommandPackage } from './discover-commands.js'
import { runWorker, type RunControl } from './run-worker.js'
import { StudyKitError } from './study-kit-error.js'

export interface CommandWorkerInput {
  readonly module: string
  readonly input: CommandInput
  readonly threads: number
  readonly dataFolder: string | undefined
}

/** A command line as commander gives it: `undefined` where an option is absent. */
export interface CommandLine {
  readonly argument: string | undefined
  readonly options: Readonly<Record<string, string | boolean | undefined>>
}

/**
 * Checks a command line against what the command declares, and makes its paths absolute.
 * @param cwd the folder that relative paths count from
 * @throws StudyKitError INVALID_ARGUMENT naming a required option that is absent
 */
export function commandInput(command: CommandPackage, { argument, options }: CommandLine, cwd: string): CommandInput {
  const given: Record<string, string> = {}
  for (const [name, { kind, required, about }] of Object.entries(command.options)) {
    const value = options[name]
    if (value === undefined && required)
      throw new StudyKitError('INVALID_ARGUMENT', `Expected --${name} (${about}) for ${command.name} but received none`)
    if (value !== undefined) given[name] = kind === 'path' ? resolve(cwd, String(value)) : String(value)
  }
  if (argument === undefined) return { options: given }
  return { argument: command.argument?.kind === 'path' ? resolve(cwd, argument) : argument, options: given }
}

/**
 * Runs a command in a worker thread; this thread stays free.
 * @returns what the command has to say
 * @throws the command's error, with its name, code and stack; `signal.reason` once aborted
 */
export function runCommandModule(
  input: CommandWorkerInput & { readonly name: string },
  control: RunControl,
): Promise<string> {
  return runWorker('./command-worker.js', input, input.name, control)
}
