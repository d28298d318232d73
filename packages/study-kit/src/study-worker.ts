// A study's own thread: TensorFlow.js is synchronous in it, while the main thread keeps Ctrl-C and progress.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { DataFiles, dataManifest } from './data-files.js'
import { replicate, replicationFile } from './replication.js'
import { results, type Results } from './results.js'
import type { FromWorker, WorkerInput } from './run-study.js'
import { StageClock } from './stage-clock.js'
import type { Study } from './study.js'
import { StudyKitError } from './study-kit-error.js'

const input = workerData as WorkerInput
const controller = new AbortController()
const post = (message: FromWorker) => parentPort!.postMessage(message)

parentPort!.on('message', () => controller.abort(new DOMException('The run was cancelled', 'AbortError')))

async function readJson(name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(input.study.folder, name), 'utf8'))
}

async function run(): Promise<Results> {
  const started = new Date()
  const manifest = dataManifest.parse(await readJson('data.json'))
  const checks = replicationFile.parse(await readJson('replication.json'))
  const study = ((await import(pathToFileURL(input.study.module).href)) as { default: Study }).default
  const options = study.parseOptions(input.options)
  const files = new DataFiles(manifest, input.dataFolder, input.acceptUnverified)
  const clock = new StageClock((name, fraction) => post({ kind: 'progress', stage: name, fraction }))
  const environment: Record<string, string> = {
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  }
  const { data, seed, threads, device } = input
  const result = await study.run(options, {
    ...{ data, seed, threads, device, signal: controller.signal },
    read: (name) => files.read(name),
    stage: (name) => clock.start(name),
    note: (key, value) => void (environment[key] = value),
  })
  const stages = clock.end()
  const parsed = results.safeParse({
    ...result,
    ...{ format: 'likeness-results/1', study: input.study.name, version: input.study.version },
    ...{ title: study.title, question: study.question, data, dataNote: study.dataNotes[data], seed, options },
    ...{ inputs: files.records, environment: { ...environment, threads: String(threads), device } },
    times: { started: started.toISOString(), seconds: (Date.now() - started.getTime()) / 1000, stages },
    replication: replicate(checks[data], result.values, { ...options, seed }),
  })
  if (!parsed.success)
    throw new StudyKitError(
      'INVALID_RESULT',
      `${input.study.name}: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`,
    )
  return parsed.data
}

run().then(
  (value) => post({ kind: 'result', results: value }),
  (error: unknown) => {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
    post(controller.signal.aborted ? { kind: 'cancelled' } : { kind: 'error', name, message, stack: stack ?? '' })
  },
)
