// A command's own thread: TensorFlow.js is synchronous in it, while the main thread keeps Ctrl-C and progress.
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import type { Command } from './command.js'
import { listFolder, readWhole } from './read-file.js'
import type { CommandWorkerInput } from './run-command-module.js'
import type { FromWorker } from './run-worker.js'
import { StageClock } from './stage-clock.js'
import { StudyKitError } from './study-kit-error.js'
import { writeWhole } from './write-file.js'

const { module, input, threads, dataFolder } = workerData as CommandWorkerInput
const controller = new AbortController()
const post = (message: FromWorker<string>) => parentPort!.postMessage(message)

parentPort!.on('message', () => controller.abort(new DOMException('The run was cancelled', 'AbortError')))
// A command that waits for what will never come then ends with an error instead of never.
parentPort!.unref()

async function importCommand(): Promise<Command> {
  const found = (await import(pathToFileURL(module).href)) as { default?: Partial<Command> }
  if (typeof found.default?.run === 'function') return found.default as Command
  throw new StudyKitError('INVALID_MANIFEST', `Expected a command as default export of ${module}`)
}

async function run(): Promise<string> {
  const command = await importCommand()
  const clock = new StageClock((stage, fraction) => post({ kind: 'progress', stage, fraction }))
  const text = await command.run(input, {
    ...{ signal: controller.signal, threads, dataFolder },
    ...{ read: readWhole, list: listFolder, write: writeWhole },
    stage: (name) => clock.start(name),
  })
  clock.end()
  return text
}

run().then(
  (results) => post({ kind: 'result', results }),
  (error: unknown) => {
    const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error))
    const { code } = (error ?? {}) as { code?: unknown }
    post({ kind: 'error', error: { name, message, stack, ...(typeof code === 'string' && { code }) } })
  },
)
