import { Worker } from 'node:worker_threads'
import type { StudyPackage } from './discover-studies.js'
import type { Results } from './results.js'
import type { StageFolder } from './stage-cache.js'
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
  /** The folder that relative paths among them count from. Default: the working directory. */
  readonly cwd?: string
  /** Where finished stages are kept for a run that goes on with them. Default: nowhere. */
  readonly stages?: StageFolder
}

/** Who watches a run, and may end it. */
export interface RunControl {
  /** Aborting asks the study to stop. */
  readonly signal?: AbortSignal
  readonly onProgress?: (stage: string, fraction: number) => void
  /** Milliseconds from the abort after which a study that does not look at its signal is ended; 10,000 by default. */
  readonly patience?: number
}

export type WorkerInput = RunOptions & { readonly study: StudyPackage }

export type FromWorker =
  | { kind: 'progress'; stage: string; fraction: number }
  | { kind: 'result'; results: Results }
  | { kind: 'error'; error: { name: string; message: string; stack: string; code?: string } }

/**
 * Runs a study in a worker thread; this thread stays free.
 * @returns the study's results, replication verdicts included; nothing but `stages` is written
 * @throws the study's error, with its name, code and stack; `signal.reason` once aborted. The thread is gone by then.
 */
export function runStudy(
  study: StudyPackage,
  { signal, onProgress, patience = 10_000, ...options }: RunOptions & RunControl,
): Promise<Results> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const worker = startWorker({ ...options, study })
    let timer: NodeJS.Timeout | undefined
    let settled = false
    const settle = (act: () => void) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      void worker.terminate().finally(() => (signal?.aborted ? reject(signal.reason) : act()))
    }
    const fail = (error: unknown) => settle(() => reject(error))
    const abort = () => {
      worker.postMessage('abort')
      timer = setTimeout(fail, patience)
    }
    signal?.addEventListener('abort', abort, { once: true })
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'progress') onProgress?.(message.stage, message.fraction)
      else if (message.kind === 'result') settle(() => resolve(message.results))
      else fail(Object.assign(new Error(message.error.message), message.error))
    })
    worker.on('error', fail)
    worker.on('exit', (code) =>
      fail(new Error(`Expected a result from ${study.name} but its thread ended with code ${code} and none`)),
    )
  })
}

function startWorker(workerData: WorkerInput): Worker {
  // No inherited flags: whoever starts it, a study loads the compiled packages.
  const options = { workerData, stdout: true, execArgv: [] }
  const worker = new Worker(new URL('./study-worker.js', import.meta.url), options)
  // Standard output belongs to the results: what a study or a library prints goes beside the progress.
  worker.stdout.on('data', (chunk: Buffer) => void process.stderr.write(chunk))
  return worker
}
