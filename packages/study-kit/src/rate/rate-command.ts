import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { dataFolder } from '../data-files.js'
import { findStudies } from '../discover-studies.js'
import type { CommandContext } from '../run-command.js'
import { parseFlags, type RunFlags } from '../run-flags.js'
import { singleOptions, studyOptions } from '../study-options.js'
import { StudyKitError } from '../study-kit-error.js'
import { loadTask } from './load-task.js'
import { Raters, taskImages } from './raters.js'
import { isServed, recall, remember } from './remembered.js'
import { serve } from './server.js'
import { raterName } from './trials.js'

/** The command line of `likeness rate`, as commander gives it. */
export type RateFlags = Pick<RunFlags, 'data' | 'out' | 'seed' | 'threads' | 'device' | 'unverifiedInputs'> & {
  readonly port?: string
  readonly rater?: string
}

/**
 * Serves a study's pairs for people to rate, until `signal` aborts.
 * @param words the study's own options
 * @throws StudyKitError for wrong arguments, a study without pairs, and ratings that another server is taking
 */
export async function rateCommand(
  name: string,
  words: readonly string[],
  flags: RateFlags,
  { root, signal, stdout }: Pick<CommandContext, 'root' | 'signal' | 'stdout'>,
): Promise<void> {
  const [study, second] = await findStudies(name)
  if (second) throw new StudyKitError('INVALID_ARGUMENT', `Expected one study to rate but received ${name}`)
  const [port, rater] = [parsePort(flags.port), parseRater(flags.rater)]
  const request = {
    ...parseFlags(flags),
    dataFolder: dataFolder(root),
    options: singleOptions(studyOptions(words, [study!])),
  }
  const folder = join(flags.out, name)
  await mkdir(folder, { recursive: true })
  const last = await recall(folder)
  if (await isServed(last))
    throw new StudyKitError(
      'INVALID_ARGUMENT',
      `Expected no other server of ${folder} but received one that answers at http://127.0.0.1:${last.port}/?token=${last.token}`,
    )
  const task = await loadTask({ ...request, study: study! }, signal)
  const images = taskImages(task)
  const { version } = study!
  const { data, seed } = request
  const raters = new Raters({ study: name, version, data, seed, task, folder }, images, (who, done, total) => {
    if (done === total) stdout.write(`${who}: all ${total} pairs rated: ${raters.tablePath(who)}\n`)
  })
  const served = { task, images, raters, rater, token: last.token }
  const { server, port: taken } = await serve({ ...served, port: port ?? last.port, strict: port !== undefined })
  await remember(folder, { port: taken, token: last.token })
  stdout.write(
    `${task.pairs.length} pairs to rate: http://127.0.0.1:${taken}/?token=${last.token}\n` +
      `One CSV per rater in ${folder}; nothing rated is lost when this ends, by Ctrl-C or otherwise.\n`,
  )
  await aborted(signal)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await raters.close()
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

function parsePort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65535) return Number(text)
  throw new StudyKitError('INVALID_ARGUMENT', `Expected a port from 1 to 65535 for --port but received ${text}`)
}

function parseRater(text: string | undefined): string | undefined {
  if (text === undefined || raterName.test(text)) return text
  throw new StudyKitError(
    'INVALID_ARGUMENT',
    `Expected small letters, digits, - and _ for --rater but received ${JSON.stringify(text.slice(0, 40))}`,
  )
}
