import type { RunOptions } from '@likeness/stats'

/** Options of an analysis of this folder. */
export interface AnalysisOptions {
  /** Of the bootstraps: integer from 0 to 2^64 - 1. */
  readonly seed: number | bigint
  /** Bootstrap resamples, default 5000. */
  readonly resamples?: number
  /** Aborting it rejects the promise with `signal.reason`. */
  readonly signal?: AbortSignal
  /** Share done, 0 to 1. */
  readonly onProgress?: (fraction: number) => void
}

export const DEFAULT_RESAMPLES = 5000

/** Options of a stage that takes the shares from `from` to `to` of the whole. */
export function stageOf({ signal, onProgress }: AnalysisOptions, from: number, to: number): RunOptions {
  return { signal, onProgress: (done, total) => onProgress?.(from + (to - from) * (done / total)) }
}
