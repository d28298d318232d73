import { Worker } from 'node:worker_threads'
import type { StudyPackage } from '../discover-studies.js'
import type { RunOptions } from '../run-study.js'
import type { RatingTask } from './rating-task.js'

/** Which pairs of which study. */
export interface TaskRequest extends Omit<RunOptions, 'options' | 'cwd'> {
  readonly study: StudyPackage
  readonly options: Readonly<Record<string, string>>
}

export type TaskMessage =
  { task: RatingTask } | { error: { name: string; message: string; stack: string; code?: string } }

/**
 * The pairs that a study lets people rate, made in a thread of its own.
 * @throws the study's error; StudyKitError INVALID_ARGUMENT for a study without pairs, INVALID_RESULT for pairs that are
 *   not valid; `signal.reason` once aborted
 */
export function loadTask(request: TaskRequest, signal: AbortSignal): Promise<RatingTask> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const worker = new Worker(new URL('./task-worker.js', import.meta.url), { workerData: request, execArgv: [] })
    let ended = false
    const end = (act: () => void) => {
      if (ended) return
      ended = true
      signal.removeEventListener('abort', abort)
      void worker.terminate().finally(act)
    }
    const abort = () => end(() => reject(signal.reason))
    signal.addEventListener('abort', abort, { once: true })
    worker.on('message', (message: TaskMessage) =>
      end(() =>
        'task' in message
          ? resolve(message.task)
          : reject(Object.assign(new Error(message.error.message), message.error)),
      ),
    )
    worker.on('error', (error) => end(() => reject(error)))
    const none = () => reject(new Error(`Expected pairs to rate from ${request.study.name} but received none`))
    worker.on('exit', () => end(none))
  })
}
