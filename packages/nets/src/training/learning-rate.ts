import { invalid } from '../nets-error.js'

/**
 * How the learning rate changes: not at all; times `factor` after every `every` steps; times the factor of the last mark that
 * was reached (1 before the first). `warmUp`: in the first steps it rises in equal parts.
 */
export type LearningRateSchedule = (
  | { readonly kind: 'constant' }
  | { readonly kind: 'staircase'; readonly every: number; readonly factor: number }
  | { readonly kind: 'marks'; readonly marks: readonly { readonly step: number; readonly factor: number }[] }
) & { readonly warmUp?: number }

/** The learning rate of a step, the first being 0. */
export function learningRateAt(base: number, schedule: LearningRateSchedule, step: number): number {
  const { warmUp = 0 } = schedule
  const rise = step < warmUp ? (step + 1) / warmUp : 1
  return base * rise * factorAt(schedule, step)
}

function factorAt(schedule: LearningRateSchedule, step: number): number {
  if (schedule.kind === 'staircase') return schedule.factor ** Math.floor(step / schedule.every)
  if (schedule.kind === 'marks') return schedule.marks.filter((mark) => mark.step <= step).at(-1)?.factor ?? 1
  return 1
}

/** @throws NetsError INVALID_ARGUMENT */
export function checkSchedule(schedule: LearningRateSchedule): void {
  if (schedule.kind === 'staircase' && !(Number.isInteger(schedule.every) && schedule.every >= 1))
    throw invalid('an integer of at least 1', 'schedule.every', schedule.every)
  if (schedule.kind === 'marks' && schedule.marks.some(({ step }, k, all) => k > 0 && step <= all[k - 1]!.step))
    throw invalid('marks in rising order', 'schedule.marks', schedule.marks.map(({ step }) => step).join(', '))
}
