import { invalid } from './stats-error.js'

/** @throws {StatsError} unless `x` is an array or typed array of numbers with at least `least` elements */
export function requireVector(name: string, x: ArrayLike<number>, least: number): void {
  const plain = Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView))
  if (!plain) throw invalid('an array of numbers', name, x)
  if (x.length < least) throw invalid(`at least ${least} value${least === 1 ? '' : 's'}`, name, x.length)
  for (let i = 0; i < x.length; i++) if (typeof x[i] !== 'number') throw invalid('a number', `${name}[${i}]`, x[i])
}

/** @throws {StatsError} unless both are vectors of one length of at least `least` */
export function requirePaired(x: ArrayLike<number>, y: ArrayLike<number>, least: number): void {
  requireVector('x', x, least)
  requireVector('y', y, least)
  if (x.length !== y.length) throw invalid(`as many values as x has (${x.length})`, 'y', y.length)
}

/**
 * @throws {StatsError} unless `columns` is a list of k >= 1 vectors as long as x and x has at least k + 2 values, which
 *   leaves one degree of freedom to what is fitted with k columns and an intercept
 */
export function requireMatching(
  name: string,
  x: ArrayLike<number>,
  columnsName: string,
  columns: readonly ArrayLike<number>[],
): void {
  if (!Array.isArray(columns) || columns.length === 0) throw invalid('a list of vectors', columnsName, columns)
  for (const [j, column] of columns.entries()) requireVector(`${columnsName}[${j}]`, column, 1)
  requireVector(name, x, columns.length + 2)
  for (const [j, column] of columns.entries()) {
    const wrong = column.length !== x.length
    if (wrong) throw invalid(`as many values as ${name} has (${x.length})`, `${columnsName}[${j}]`, column.length)
  }
}

/** @throws {StatsError} unless `value` is an integer in [low, high] */
export function requireInteger(name: string, value: number, low: number, high = Number.MAX_SAFE_INTEGER): void {
  if (Number.isInteger(value) && value >= low && value <= high) return
  const range = high === Number.MAX_SAFE_INTEGER ? `of at least ${low}` : `from ${low} to ${high}`
  throw invalid(`an integer ${range}`, name, value)
}

/** @throws {StatsError} unless `value` is one of `choices` */
export function requireChoice<T extends string>(name: string, value: T, choices: readonly T[]): void {
  if (!choices.includes(value)) throw invalid(`one of ${choices.join(', ')}`, name, value)
}

/** @throws {StatsError} unless 0 < level < 1 */
export function requireLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw invalid('a confidence level between 0 and 1', 'level', level)
}

/** @throws {StatsError} unless `value` is a number above 0 (Infinity where `infinite`); NaN passes */
export function requirePositive(name: string, value: number, infinite = false): void {
  const wrong = typeof value !== 'number' || value <= 0 || (!infinite && value === Infinity)
  if (wrong) throw invalid('a positive number', name, value)
}

/** @throws {StatsError} unless 0 <= value <= 1; NaN passes */
export function requireProbability(name: string, value: number): void {
  if (typeof value !== 'number' || value < 0 || value > 1) throw invalid('a probability from 0 to 1', name, value)
}
