import type { StudyPackage } from './discover-studies.js'
import type { Results } from './results.js'
import { runWorker, type FromWorker, type RunControl } from './run-worker.js'
import type { StageFolder } from './stage-cache.js'
import type { StudyContext } from './study.js'
import type { GivenOptions } from './study-options.js'

/** What a run is asked for. */
export interface RunOptions {
  readonly data: 'sample' | 'real'
  readonly seed: number
  readonly threads: number
  readonly device: StudyContext['device']
  readonly dataFolder: string | undefined
  readonly acceptUnverified: boolean
  /** The study's own options, as strings; a list for one that takes several files. */
  readonly options: GivenOptions
  /** The folder that relative paths among them count from. Default: the working directory. */
  readonly cwd?: string
  /** The folder in which the study may keep checkpoints; without one it keeps none. */
  readonly checkpoints?: string
  /** Where finished stages are kept for a run that goes on with them. Default: nowhere. */
  readonly stages?: StageFolder
}

export type { RunControl } from './run-worker.js'

export type WorkerInput = RunOptions & { readonly study: StudyPackage }

export type FromStudy = FromWorker<Results>

/**
 * Runs a study in a worker thread; this thread stays free.
 * @returns the study's results, replication verdicts included; nothing is written but `stages` and the study's checkpoints,
 *   where there are folders for them
 * @throws the study's error, with its name, code and stack; `signal.reason` once aborted. The thread is gone by then.
 */
export function runStudy(
  study: StudyPackage,
  { signal, onProgress, patience, ...options }: RunOptions & RunControl,
): Promise<Results> {
  const input: WorkerInput = { ...options, study }
  return runWorker('./study-worker.js', input, study.name, {
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
    ...(patience !== undefined && { patience }),
  })
}
