/** A file in a folder. */
export interface ListedFile {
  readonly name: string
  readonly path: string
  readonly bytes: number
  /** Time of the last change, in milliseconds. */
  readonly modified: number
}

/** What a command is given, beside its input. Everything that touches disk, clock or terminal goes through it. */
export interface CommandServices {
  readonly signal: AbortSignal
  readonly threads: number
  /** The folder of LIKENESS_DATA_DIR, if it is set. */
  readonly dataFolder: string | undefined
  /** Starts the next stage and gives its progress callback (0..1). */
  readonly stage: (name: string) => (fraction: number) => void
  /** The bytes of a file. @throws StudyKitError INVALID_ARGUMENT, naming the path, when it cannot be read */
  readonly read: (path: string) => Promise<Uint8Array>
  /** The files of a folder, not of those inside it, in byte order of their names. @throws StudyKitError INVALID_ARGUMENT */
  readonly list: (folder: string) => Promise<readonly ListedFile[]>
  /** Writes a file so that it is there whole or not at all. */
  readonly write: (path: string, content: string | Uint8Array) => Promise<void>
}

/** The command line: the argument and the options, paths made absolute; a flag is `'true'`. */
export interface CommandInput {
  readonly argument?: string
  readonly options: Readonly<Record<string, string>>
}

/**
 * A command of the command line: the default export of the module that package.json's `likeness.commands` names. It runs in a
 * worker thread; what it returns is printed.
 */
export interface Command {
  readonly run: (input: CommandInput, services: CommandServices) => Promise<string>
}

/** Types a command's definition. */
export function defineCommand(command: Command): Command {
  return command
}
