import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { writeWhole } from '../write-file.js'
import { RatingLog, type LogHead } from './rating-log.js'
import type { RatingEvent } from './rating-state.js'
import type { RatingTask } from './rating-task.js'
import { ratingsCsv } from './ratings-csv.js'
import { trialsOf } from './trials.js'

/** What all raters of a task share. */
export interface RatingRun {
  readonly study: string
  readonly version: string
  readonly data: 'sample' | 'real'
  readonly seed: number
  readonly task: RatingTask
  /** Where each rater's log and table lie. */
  readonly folder: string
}

/** Where a rater is, as the page needs it. */
export interface Session {
  readonly rater: string
  /** Images of each trial, in the rater's order, by their place among the task's pairs. */
  readonly trials: readonly { readonly left: string; readonly right: string }[]
  readonly ratings: readonly number[]
}

/** Images by their path on the server. */
export const imagePath = (pair: number, side: 'left' | 'right') => `/image/${pair}-${side}.png`

/** Every image of a task as a PNG file, by its path. */
export function taskImages({ pairs }: RatingTask): Map<string, Uint8Array> {
  const sides = ['left', 'right'] as const
  return new Map(pairs.flatMap((pair, k) => sides.map((side) => [imagePath(k, side), pair[side]] as const)))
}

function digestOf({ pairs }: RatingTask, images: ReadonlyMap<string, Uint8Array>): string {
  const hash = createHash('sha256')
  pairs.forEach(({ id }, k) => {
    hash.update(JSON.stringify(id))
    for (const side of ['left', 'right'] as const)
      hash.update(
        createHash('sha256')
          .update(images.get(imagePath(k, side))!)
          .digest(),
      )
  })
  return hash.digest('hex')
}

/** The raters of a task, each with a log and a table `<rater>.csv` that is written anew with each rating. */
export class Raters {
  readonly #logs = new Map<string, Promise<RatingLog>>()
  readonly #material: string
  readonly #places: ReadonlyMap<string, number>
  // One event after the other: a table must not be overtaken by the one before it.
  #turn: Promise<unknown> = Promise.resolve()
  constructor(
    private readonly run: RatingRun,
    images: ReadonlyMap<string, Uint8Array>,
    private readonly onRating: (rater: string, done: number, total: number) => void = () => {},
  ) {
    this.#material = digestOf(run.task, images)
    this.#places = new Map(run.task.pairs.map(({ id }, k) => [id, k]))
  }

  tablePath(rater: string): string {
    return join(this.run.folder, `${rater}.csv`)
  }

  /** A rater's session, begun or gone on with. @throws what RatingLog.open throws */
  async session(rater: string): Promise<Session> {
    return this.#sessionOf(await this.#log(rater))
  }

  /** Takes an event of the page. @returns the session after it, and whether the event fitted */
  take(rater: string, event: RatingEvent): Promise<{ fits: boolean; session: Session }> {
    const taken = this.#turn.then(() => this.#take(rater, event))
    this.#turn = taken.catch(() => undefined)
    return taken
  }

  async #take(rater: string, event: RatingEvent): Promise<{ fits: boolean; session: Session }> {
    const log = await this.#log(rater)
    const before = log.state
    const fits = (await log.append(event)) !== null
    if (log.state !== before) {
      await writeWhole(this.tablePath(rater), ratingsCsv(log.head, log.state))
      this.onRating(rater, log.state.answers.length, log.head.trials.length)
    }
    return { fits, session: this.#sessionOf(log) }
  }

  async close(): Promise<void> {
    await this.#turn
    for (const log of this.#logs.values()) await log.then((one) => one.close()).catch(() => undefined)
    this.#logs.clear()
  }

  #log(rater: string): Promise<RatingLog> {
    const known = this.#logs.get(rater)
    if (known) return known
    const opened = this.#open(rater)
    this.#logs.set(rater, opened)
    // A log that could not be opened may be mended while the server runs.
    opened.catch(() => this.#logs.delete(rater))
    return opened
  }

  async #open(rater: string): Promise<RatingLog> {
    const { study, version, data, seed, task, folder } = this.run
    const log = await RatingLog.open(join(folder, `${rater}.jsonl`), {
      ...{ format: 'likeness-ratings/1' as const, study, version, data, seed, rater, material: this.#material },
      trials: trialsOf(task.pairs.map(({ id }) => id), seed, rater), // prettier-ignore
      started: new Date().toISOString(),
    })
    // A crash may have come between the log and the table.
    await writeWhole(this.tablePath(rater), ratingsCsv(log.head, log.state))
    return log
  }

  #sessionOf({ head, state }: { head: LogHead; state: RatingLog['state'] }): Session {
    const trials = head.trials.map(({ pair, swapped }) => {
      const place = this.#places.get(pair)!
      const [left, right] = [imagePath(place, 'left'), imagePath(place, 'right')]
      return swapped ? { left: right, right: left } : { left, right }
    })
    return { rater: head.rater, trials, ratings: state.answers.map(({ rating }) => rating) }
  }
}
