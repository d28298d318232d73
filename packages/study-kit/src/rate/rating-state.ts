import { z } from 'zod'
import { scale } from './rating-task.js'
import type { Trial } from './trials.js'

/** What may follow the head of a log: a rating of the next trial, or the last one taken back. */
export const ratingEvent = z.union([
  z.object({
    /** Made by the page: a rating that is sent twice, because the answer was lost, counts once. */
    key: z.string().regex(/^[\w-]{8,64}$/),
    trial: z.number().int().min(0),
    rating: z.number().int().min(scale.least).max(scale.most),
    /** From the pair's appearance to the answer. */
    milliseconds: z.number().min(0).max(1e9),
    at: z.string(),
  }),
  z.object({ key: z.string().regex(/^[\w-]{8,64}$/), undo: z.number().int().min(0), at: z.string() }),
])

export type RatingEvent = z.infer<typeof ratingEvent>

/** A rating that stands. */
export interface Answer {
  readonly rating: number
  readonly milliseconds: number
  readonly at: string
}

/** Where a rater is: the ratings that stand, in the order of the trials. */
export interface RatingState {
  readonly answers: readonly Answer[]
  readonly keys: ReadonlySet<string>
}

export const nothingRated: RatingState = { answers: [], keys: new Set() }

/** The state after an event; `null` for one that does not fit it (another window was faster). */
export function afterEvent(state: RatingState, event: RatingEvent, trials: readonly Trial[]): RatingState | null {
  if (state.keys.has(event.key)) return state
  const { length } = state.answers
  const keys = new Set(state.keys).add(event.key)
  if ('undo' in event)
    return length > 0 && event.undo === length - 1 ? { answers: state.answers.slice(0, -1), keys } : null
  if (event.trial !== length || length >= trials.length) return null
  const { rating, milliseconds, at } = event
  return { answers: [...state.answers, { rating, milliseconds, at }], keys }
}
