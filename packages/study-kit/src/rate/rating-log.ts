import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { StudyKitError } from '../study-kit-error.js'
import { afterEvent, nothingRated, ratingEvent, type RatingEvent, type RatingState } from './rating-state.js'

const head = z.object({
  format: z.literal('likeness-ratings/1'),
  study: z.string(),
  version: z.string(),
  data: z.enum(['sample', 'real']),
  seed: z.number().int(),
  rater: z.string(),
  /** SHA-256 of the pairs' ids and images. */
  material: z.string(),
  trials: z.array(z.object({ pair: z.string(), swapped: z.boolean() })),
  started: z.string(),
})

/** The first line of a log: who rates what, in which order. */
export type LogHead = z.infer<typeof head>

/**
 * One rater's ratings on disk: a head and one line for each event, only ever appended to, each on the disk before
 * `append` resolves. A line that was cut off by a crash is removed when the log is opened again.
 */
export class RatingLog {
  private constructor(
    readonly head: LogHead,
    private current: RatingState,
    private readonly handle: FileHandle,
  ) {}

  /**
   * Opens the log at `path`, or begins it with `fresh`.
   * @throws StudyKitError DATA_MISMATCH for a damaged log, and for one of other pairs, data, seed or images
   */
  static async open(path: string, fresh: LogHead): Promise<RatingLog> {
    await mkdir(dirname(path), { recursive: true })
    const handle = await open(path, 'a+', 0o600)
    try {
      const lines = await wholeLines(handle)
      if (lines.length === 0) {
        await appendLine(handle, fresh)
        await syncFolder(dirname(path))
        return new RatingLog(fresh, nothingRated, handle)
      }
      const kept = sameHead(lines[0]!, fresh, path)
      return new RatingLog(kept, replay(lines.slice(1), kept, path), handle)
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  get state(): RatingState {
    return this.current
  }

  /**
   * Takes an event; the one before must have been taken.
   * @returns the state with it, or `null` (and writes nothing) where it does not fit
   */
  async append(event: RatingEvent): Promise<RatingState | null> {
    const next = afterEvent(this.current, event, this.head.trials)
    if (next === null || next === this.current) return next
    await appendLine(this.handle, event)
    return (this.current = next)
  }

  async close(): Promise<void> {
    await this.handle.close()
  }
}

async function appendLine(handle: FileHandle, value: unknown): Promise<void> {
  const { size } = await handle.stat()
  try {
    await handle.appendFile(`${JSON.stringify(value)}\n`)
    await handle.sync()
  } catch (error) {
    // A full disk: half a line must not stand before the next one.
    await handle.truncate(size).catch(() => undefined)
    throw error
  }
}

// The name of a new file is on the disk only when its folder is.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** The lines that were written whole; what follows the last of them is cut off. */
async function wholeLines(handle: FileHandle): Promise<string[]> {
  const bytes = await handle.readFile()
  const end = bytes.lastIndexOf(0x0a) + 1
  if (end < bytes.length) {
    await handle.truncate(end)
    await handle.sync()
  }
  return bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1)
}

function parse<T>(schema: z.ZodType<T>, line: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

const same = ['study', 'data', 'seed', 'rater', 'material'] as const

function sameHead(line: string, fresh: LogHead, path: string): LogHead {
  const found = parse(head, line)
  if (!found) throw new StudyKitError('DATA_MISMATCH', `Expected the head of a rating log for ${path} but received a line that is none`) // prettier-ignore
  const other = same.find((key) => found[key] !== fresh[key])
  if (other === undefined) return found
  throw new StudyKitError(
    'DATA_MISMATCH',
    `Expected ratings of the same pairs for ${fresh.rater} but received a log with another ${other} (${path}): rate under another name, or into another --out`,
  )
}

function replay(lines: readonly string[], { trials }: LogHead, path: string): RatingState {
  return lines.reduce((state, line, k) => {
    const event = parse(ratingEvent, line)
    const next = event && afterEvent(state, event, trials)
    if (!next) throw new StudyKitError('DATA_MISMATCH', `Expected a rating for line ${k + 2} of ${path} but received ${line.slice(0, 80)}`) // prettier-ignore
    return next
  }, nothingRated)
}
