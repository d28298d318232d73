import { splitWords } from '../random/arguments.js'
import { CoreNativeError, invalid } from '../runtime/errors.js'
import { checkMatrix, type Matrix } from '../runtime/matrix.js'

/** Exactness of 64-bit sums of ranks, and 32-bit indices of cells. */
const mostConditions = 2048

/** @returns the number of conditions whose pairs are the columns of a condensed RDM */
export function conditionsOf(x: Matrix, name: string): number {
  const conditions = (1 + Math.sqrt(1 + 8 * x.cols)) / 2
  if (!Number.isInteger(conditions) || conditions < 3 || conditions > mostConditions)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected n (n - 1) / 2 columns, n conditions from 3 to ${mostConditions}, for ${name} but received ${x.cols}`,
    )
  return conditions
}

/** Checks condensed RDMs: at least `least` rows, all of one number of conditions. */
export function checkRdms(value: Matrix, name: string, least: number): Matrix {
  const rdms = checkMatrix(value, name)
  if (rdms.rows < least) throw invalid(`an integer of at least ${least}`, `${name}.rows`, rdms.rows)
  conditionsOf(rdms, name)
  return rdms
}

/** Checks the models of some RDMs: at least one, of the same conditions. */
export function checkModels(value: Matrix, rdms: Matrix): Matrix {
  const models = checkRdms(value, 'models', 1)
  if (models.cols !== rdms.cols)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected the ${rdms.cols} columns of rdms for models but received ${models.cols}`,
    )
  return models
}

/** @returns the words of a seed, as native code takes them */
export function checkSeed(seed: number | bigint): { seedLow: number; seedHigh: number } {
  const [seedLow, seedHigh] = splitWords('options.seed', seed)
  return { seedLow, seedHigh }
}

/** Checks a number of resamples. */
export function checkCount(count: number, name: string): number {
  if (!Number.isInteger(count) || count < 1 || count > 2 ** 31 - 1)
    throw invalid('an integer from 1 to 2147483647', `options.${name}`, count)
  return count
}

/** Checks the level of an interval. */
export function checkLevel(level: number): number {
  if (typeof level !== 'number' || !(level > 0 && level < 1))
    throw invalid('a number between 0 and 1', 'options.level', level)
  return level
}

/** Checks one of some named choices. */
export function checkChoice<T extends string>(value: T, choices: readonly T[], name: string): T {
  if (!choices.includes(value)) throw invalid(`one of ${choices.join(', ')}`, `options.${name}`, value)
  return value
}

/** Rows as native code takes them (borrow-rows.h). */
export function rowArguments(name: string, x: Matrix): object {
  const isDouble = x.data[Symbol.toStringTag] === 'Float64Array'
  return { [name]: x.data, [`${name}Rows`]: x.rows, [`${name}Float64`]: isDouble }
}
