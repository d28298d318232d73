// A study's own thread, as for a run: what it loads (TensorFlow.js, say) stays out of the server's.
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { DataFiles } from '../data-files.js'
import { dataManifest } from '../data-manifest.js'
import { importStudy } from '../import-study.js'
import { firstIssue, readJson } from '../read-json.js'
import { StudyKitError } from '../study-kit-error.js'
import type { TaskMessage, TaskRequest } from './load-task.js'
import { ratingTask } from './rating-task.js'

const { study: found, options, ...request } = workerData as TaskRequest
const post = (message: TaskMessage) => parentPort!.postMessage(message)

async function load(): Promise<TaskMessage> {
  const study = await importStudy(found)
  if (!study.pairsToRate)
    throw new StudyKitError('INVALID_ARGUMENT', `Expected a study that has pairs to rate but received ${found.name}`)
  const manifest = await readJson(join(found.folder, 'data.json'), dataManifest)
  const files = new DataFiles(manifest, request.dataFolder, request.acceptUnverified)
  const { data, seed, threads, device } = request
  const context = { data, seed, threads, device, signal: new AbortController().signal }
  const given = await study.pairsToRate(study.parseOptions(options), { ...context, read: (name) => files.read(name) })
  const task = ratingTask.safeParse(given)
  if (task.success) return { task: task.data }
  throw new StudyKitError(
    'INVALID_RESULT',
    `Expected valid pairs to rate of ${found.name} but received ${firstIssue(task.error)}`,
  )
}

load().then(post, (error: unknown) => {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error))
  const { code } = (error ?? {}) as { code?: unknown }
  post({ error: { name, message, stack, ...(typeof code === 'string' && { code }) } })
})
