import { availableParallelism } from 'node:os'
import type { RunOptions } from './run-study.js'
import type { StudyContext } from './study.js'
import { StudyKitError } from './study-kit-error.js'

/** The command line of `likeness run`, as commander gives it. */
export interface RunFlags {
  readonly data: string
  readonly out: string
  readonly seed: string
  readonly threads?: string
  readonly device: string
  readonly unverifiedInputs?: boolean
  /** Go on with the finished stages of a run that was killed. */
  readonly resume?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
}

/** Checks the flags that every study shares. @throws StudyKitError INVALID_ARGUMENT naming the flag */
export function parseFlags(flags: RunFlags): Omit<RunOptions, 'dataFolder' | 'options'> {
  return {
    data: choice(flags.data, ['sample', 'real'], '--data'),
    seed: integer(flags.seed, 0, Number.MAX_SAFE_INTEGER, '--seed'),
    threads: threadCount(flags.threads),
    device: choice<StudyContext['device']>(flags.device, ['auto', 'cpu', 'cuda', 'reference'], '--device'),
    acceptUnverified: flags.unverifiedInputs ?? false,
  }
}

/** The number of `--threads`, or of all processors. @throws StudyKitError INVALID_ARGUMENT */
export function threadCount(flag: string | undefined): number {
  return flag === undefined ? availableParallelism() : integer(flag, 1, 1024, '--threads')
}

function choice<T extends string>(value: string, choices: readonly T[], name: string): T {
  if (choices.includes(value as T)) return value as T
  throw new StudyKitError('INVALID_ARGUMENT', `Expected one of ${choices.join(', ')} for ${name} but received ${value}`)
}

/** @throws StudyKitError INVALID_ARGUMENT naming the flag */
export function integer(value: string, least: number, most: number, name: string): number {
  if (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value)
  throw new StudyKitError(
    'INVALID_ARGUMENT',
    `Expected an integer from ${least} to ${most} for ${name} but received ${value}`,
  )
}
