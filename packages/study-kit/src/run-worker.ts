import { SHARE_ENV, Worker, type WorkerOptions } from 'node:worker_threads'

/** Who watches a run, and may end it. */
export interface RunControl {
  /** Aborting asks the run to stop. */
  readonly signal?: AbortSignal
  /** `detail`: a few words of the study on where it is. */
  readonly onProgress?: (stage: string, fraction: number, detail?: string) => void
  /** Milliseconds from the abort after which a run that does not look at its signal is ended; 10,000 by default. */
  readonly patience?: number
}

/** What a worker of study-kit posts: progress, then one result or one error. */
export type FromWorker<T> =
  | { kind: 'progress'; stage: string; fraction: number; detail?: string }
  | { kind: 'result'; results: T }
  | { kind: 'error'; error: { name: string; message: string; stack: string; code?: string } }

/**
 * Runs a compiled module of study-kit in a worker thread; this thread stays free.
 * @param what names the run in the error of a thread that ends without a word
 * @returns what the worker posts as its result
 * @throws the worker's error, with its name, code and stack; once aborted, `signal.reason`, unless the worker says CANCELLED
 *   in words of its own. The thread is gone by then.
 */
export function runWorker<T>(
  file: string,
  workerData: unknown,
  what: string,
  { signal, onProgress, patience = 10_000 }: RunControl,
): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const worker = startWorker(file, workerData)
    let timer: NodeJS.Timeout | undefined
    let settled = false
    const settle = (act: () => void, spoken = false) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      void worker.terminate().finally(() => (signal?.aborted && !spoken ? reject(signal.reason) : act()))
    }
    const fail = (error: unknown) =>
      settle(() => reject(error), (error as { code?: unknown } | undefined)?.code === 'CANCELLED')
    const abort = () => {
      worker.postMessage('abort')
      timer = setTimeout(fail, patience)
    }
    signal?.addEventListener('abort', abort, { once: true })
    worker.on('message', (message: FromWorker<T>) => {
      if (message.kind === 'progress') onProgress?.(message.stage, message.fraction, message.detail)
      else if (message.kind === 'result') settle(() => resolve(message.results))
      else fail(Object.assign(new Error(message.error.message), message.error))
    })
    worker.on('error', fail)
    worker.on('exit', (code) =>
      fail(new Error(`Expected a result from ${what} but its thread ended with code ${code} and none`)),
    )
  })
}

function startWorker(file: string, workerData: unknown): Worker {
  // No inherited flags: whoever starts it, a study loads the compiled packages.
  // The process's own environment: native libraries read it, and a worker's copy never reaches them.
  const options: WorkerOptions = { workerData, stdout: true, execArgv: [], env: SHARE_ENV }
  const worker = new Worker(new URL(file, import.meta.url), options)
  // Standard output belongs to the results: what a study or a library prints goes beside the progress.
  worker.stdout.on('data', (chunk: Buffer) => void process.stderr.write(chunk))
  return worker
}
