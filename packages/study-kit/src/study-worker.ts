// A study's own thread: TensorFlow.js is synchronous in it, while the main thread keeps Ctrl-C and progress.
import { basename, join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { z } from 'zod'
import { checkpointFile } from './checkpoint.js'
import { DataFiles } from './data-files.js'
import { dataManifest } from './data-manifest.js'
import { GivenFiles } from './given-files.js'
import { GivenFolders } from './given-folders.js'
import { importStudy } from './import-study.js'
import { firstIssue, readJson } from './read-json.js'
import { replicate, replicationFile } from './replication.js'
import { results, studyResult, type Results } from './results.js'
import type { FromStudy, WorkerInput } from './run-study.js'
import { StageCache } from './stage-cache.js'
import { StageClock } from './stage-clock.js'
import { singleOptions } from './study-options.js'
import { StudyKitError } from './study-kit-error.js'
import { WorkFiles } from './work-files.js'

const input = workerData as WorkerInput
const { seed, threads, device } = input
const controller = new AbortController()
const post = (message: FromStudy) => parentPort!.postMessage(message)

parentPort!.on('message', () => controller.abort(new DOMException('The run was cancelled', 'AbortError')))
// A study that waits for what will never come then ends with an error instead of never.
parentPort!.unref()

function valid<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new StudyKitError(
    'INVALID_RESULT',
    `Expected a valid result of ${input.study.name} but received ${firstIssue(parsed.error)}`,
  )
}

const withoutFolders = (text: string | readonly string[]) =>
  typeof text === 'string' ? basename(text) : text.map((path) => basename(path))

// Whoever reads the results need not know the folders of whoever made them.
const givenWords = () =>
  Object.fromEntries(
    Object.entries(input.options).map(([name, text]) => [
      name,
      input.study.files.includes(name) || name in input.study.folders ? withoutFolders(text) : text,
    ]),
  )

const ownNote = (data: Results['data']) => (data === 'own' ? 'Files that the user gave.' : undefined)

async function run(): Promise<Results> {
  const started = new Date()
  const manifest = await readJson(join(input.study.folder, 'data.json'), dataManifest)
  const checks = await readJson(join(input.study.folder, 'replication.json'), replicationFile)
  const study = await importStudy(input.study)
  const options = study.parseOptions(singleOptions(input.options))
  const files = new DataFiles(manifest, input.dataFolder, input.acceptUnverified)
  const where = [input.study, input.options, input.cwd ?? process.cwd(), controller.signal] as const
  const given = await GivenFiles.find(...where)
  const folders = await GivenFolders.find(...where)
  const data = input.data === 'sample' && given.count + folders.count > 0 ? 'own' : input.data
  const clock = new StageClock((stage, fraction, detail) =>
    post({ kind: 'progress', stage, fraction, ...(detail !== undefined && { detail }) }),
  )
  const { checkpoints } = input
  const environment: Record<string, string> = {
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  }
  const inputs = () => [...files.records, ...given.records, ...folders.records]
  const warn = (line: string) => void process.stderr.write(`likeness: ${input.study.name}: ${line}\n`)
  const stages = new StageCache(input.stages, inputs, environment, warn)
  const work = new WorkFiles(input.stages?.folder)
  const running = study.run(options, {
    ...{ data, seed, threads, device, signal: controller.signal },
    read: async (name) => (stages.readingOf(name), files.read(name)),
    file: async (option, onProgress) => (stages.readingOf(`--${option}`), given.file(option, onProgress)),
    folder: async (option, onProgress) => (stages.readingOf(`--${option}`), folders.folder(option, onProgress)),
    workFile: (name) => work.path(name),
    cache: (key, make) => stages.cache(key, make),
    stage: (name) => clock.start(name),
    ...(checkpoints !== undefined && { checkpoint: (name: string) => checkpointFile(checkpoints, name) }),
    note: (key, value) => void (environment[key] = value),
  })
  const returned = await running.finally(() => work.close())
  const timed = clock.end()
  const result = valid(studyResult, returned)
  return valid(results, {
    ...result,
    ...{ format: 'likeness-results/2', study: input.study.name, version: input.study.version },
    ...{ title: study.title, question: study.question, seed, options, arguments: givenWords() },
    ...{ data, dataNote: study.dataNotes?.[data] ?? ownNote(data) },
    ...{
      inputs: inputs(),
      environment: { ...environment, threads: String(threads), device },
    },
    times: { started: started.toISOString(), seconds: (Date.now() - started.getTime()) / 1000, stages: timed },
    replication: replicate(checks[data === 'own' ? 'real' : data], result.values, { ...options, seed }, data !== 'own'),
  })
}

run().then(
  (value) => post({ kind: 'result', results: value }),
  (error: unknown) => {
    const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error))
    const { code } = (error ?? {}) as { code?: unknown }
    post({ kind: 'error', error: { name, message, stack, ...(typeof code === 'string' && { code }) } })
  },
)
