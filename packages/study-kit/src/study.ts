import type { Checkpoint } from './checkpoint.js'
import type { GivenFile } from './given-files.js'
import type { GivenFolder } from './given-folders.js'
import type { RatingTask } from './rate/rating-task.js'
import type { StudyResult } from './results.js'

/** What a study is given, beside its options. Everything that touches disk, clock or terminal goes through it. */
export interface StudyContext {
  /** `own`: the user gave files by the study's options, and asked for no real data beside them. */
  readonly data: 'sample' | 'real' | 'own'
  readonly seed: number
  readonly threads: number
  /** The device of core-native's kernels. */
  readonly device: 'auto' | 'cpu' | 'cuda' | 'reference'
  readonly signal: AbortSignal
  /** Reads a file of data.json: its bytes (decompressed where the manifest says so), verified against its sha256. */
  readonly read: (name: string) => Promise<Uint8Array>
  /**
   * The file that the user gave with an option which package.json declares as a file, recorded with its checksum (none above
   * 4 GiB); `undefined` when the option was not given.
   */
  readonly file: (option: string, onProgress?: (fraction: number) => void) => Promise<GivenFile | undefined>
  /**
   * The folder that the user gave with an option which package.json declares as a folder, recorded with the number of its files
   * and one checksum of their names and contents; `undefined` when the option was not given.
   */
  readonly folder: (option: string, onProgress?: (fraction: number) => void) => Promise<GivenFolder | undefined>
  /**
   * The path of a large file of the run's own, for what writes and reads files block by block (`writeFeatures`, `openNpy` of
   * core-native). A run that goes on with `--resume` finds it; it goes when the run has ended.
   */
  readonly workFile: (name: string) => Promise<string>
  /**
   * What a stage computes. A run that was killed is gone on with by `--resume`: then the value comes from disk. It must be
   * plain data (typed arrays, maps and sets are), and depend on nothing but options, seed, data and what was read before; no
   * file is read within. Each key once.
   */
  readonly cache: <T>(key: string, make: () => T | Promise<T>) => Promise<T>
  /**
   * Starts the next stage and gives its progress callback: 0..1, and a few words for whoever watches (a loss, an epoch). Stages
   * are timed.
   */
  readonly stage: (name: string) => (fraction: number, detail?: string) => void
  /**
   * A file beside the results in which long work keeps where it is, for the next run with the same options. Absent where the
   * run has no folder for it.
   */
  readonly checkpoint?: (name: string) => Checkpoint
  /** Notes a fact about the run (a backend, a SIMD level) for the provenance. */
  readonly note: (key: string, value: string) => void
}

/** What a study is given to say which pairs people rate. */
export type RatingContext = Pick<StudyContext, 'seed' | 'threads' | 'device' | 'signal' | 'read'> & {
  readonly data: 'sample' | 'real'
}

/** A study: the default export of the module that package.json's `likeness.study` names. */
export interface Study<Options = Record<string, string | number | boolean>> {
  readonly title: string
  readonly question: string
  /** One sentence on each kind of data, for the report. */
  readonly dataNotes: Readonly<Record<'sample' | 'real', string> & { own?: string }>
  /** Checks the options of the command line (strings) and fills in the defaults; throws one clear error. */
  readonly parseOptions: (raw: Readonly<Record<string, string>>) => Options
  readonly run: (options: Options, context: StudyContext) => Promise<StudyResult>
  /** The pairs of images that `likeness rate` lets people rate, as plain data; absent: it has none. */
  readonly pairsToRate?: (options: Options, context: RatingContext) => Promise<RatingTask>
}

/** Types a study's definition. */
export function defineStudy<Options extends Record<string, string | number | boolean>>(
  study: Study<Options>,
): Study<Options> {
  return study
}
