import type { LogHead } from './rating-log.js'
import type { RatingState } from './rating-state.js'

/** Columns of a rater's table, one row per rated pair in the order in which they were rated. */
export const ratingColumns = [
  ...['study', 'data', 'seed', 'rater', 'trial', 'pair', 'swapped', 'rating', 'seconds', 'rated_at'],
] as const

// A study's name and a rater's hold no comma; ids of pairs neither.
/** The ratings that stand, as CSV (RFC 4180 without a quote, since no value needs one). */
export function ratingsCsv({ study, data, seed, rater, trials }: LogHead, { answers }: RatingState): string {
  const rows = answers.map(({ rating, milliseconds, at }, k) => {
    const { pair, swapped } = trials[k]!
    return [study, data, seed, rater, k + 1, pair, swapped ? 1 : 0, rating, (milliseconds / 1000).toFixed(3), at]
  })
  return [ratingColumns, ...rows].map((row) => `${row.join(',')}\n`).join('')
}
