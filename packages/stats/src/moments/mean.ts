import { requireVector } from '../arguments.js'
import { centre } from './centre.js'

/**
 * Arithmetic mean, in two passes so that a large common offset costs no accuracy.
 * @param x at least 1 number, any unit
 * @returns the mean in that unit; NaN when x holds a NaN or an infinity
 * @throws {StatsError} on an empty vector
 */
export function mean(x: ArrayLike<number>): number {
  requireVector('x', x, 1)
  return centre(x).mean
}
