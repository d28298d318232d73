import { Worker } from 'node:worker_threads'
import type { StudyPackage } from './discover-studies.js'
import type { Results } from './results.js'
import type { StudyContext } from './study.js'

/** What a run is asked for. */
export interface RunOptions {
  readonly data: 'sample' | 'real'
  readonly seed: number
  readonly threads: number
  readonly device: StudyContext['device']
  readonly dataFolder: string | undefined
  readonly acceptUnverified: boolean
  /** The study's own options, as strings. */
  readonly options: Readonly<Record<string, string>>
}

export type WorkerInput = RunOptions & { readonly study: StudyPackage }

export type FromWorker =
  | { kind: 'progress'; stage: string; fraction: number }
  | { kind: 'result'; results: Results }
  | { kind: 'cancelled' }
  | { kind: 'error'; name: string; message: string; stack: string }

// A stage that does not look at its signal for so long is ended from outside.
const patience = 10_000

/**
 * Runs a study in a worker thread; this thread stays free.
 * @param options.signal aborting asks the study to stop, and ends its thread after ten seconds if it does not
 * @returns the study's results, replication verdicts included; nothing is written
 * @throws the study's error, under its own name, with the worker's stack; `signal.reason` once aborted
 */
export function runStudy(
  study: StudyPackage,
  {
    signal,
    onProgress,
    ...options
  }: RunOptions & { signal?: AbortSignal; onProgress?: (stage: string, fraction: number) => void },
): Promise<Results> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const workerData: WorkerInput = { ...options, study }
    const worker = new Worker(new URL('./study-worker.js', import.meta.url), { workerData })
    let timer: NodeJS.Timeout | undefined
    const abort = () => {
      worker.postMessage('abort')
      timer = setTimeout(() => settle(() => reject(signal?.reason)), patience)
    }
    let settled = false
    const settle = (act: () => void) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      void worker.terminate().finally(act)
    }
    signal?.addEventListener('abort', abort, { once: true })
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'progress') return onProgress?.(message.stage, message.fraction)
      settle(() => {
        if (signal?.aborted || message.kind === 'cancelled') return reject(signal?.reason)
        if (message.kind === 'result') return resolve(message.results)
        reject(Object.assign(new Error(message.message), { name: message.name, stack: message.stack }))
      })
    })
    worker.on('error', (error) => settle(() => reject(error)))
    worker.on('exit', (code) =>
      settle(() => reject(new Error(`The study's thread ended with code ${code} and no result`))),
    )
  })
}
