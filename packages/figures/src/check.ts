import { refusal } from './figure-error.js'

/** @throws FigureError (INVALID_ARGUMENT) unless `values` is an array with at least one entry */
export const checkFilled = (values: unknown, name: string): void => {
  if (!Array.isArray(values) || values.length === 0) throw refusal('a filled array', name, values)
}

/** @throws FigureError (INVALID_ARGUMENT) unless `value` is a string */
export const checkText = (value: unknown, name: string): void => {
  if (typeof value !== 'string') throw refusal('a string', name, value)
}

/** @throws FigureError (INVALID_ARGUMENT) unless `value` is a number; NaN and the infinities are numbers */
export const checkNumber = (value: unknown, name: string): void => {
  if (typeof value !== 'number') throw refusal('a number', name, value)
}

/** @throws FigureError (INVALID_ARGUMENT) unless `value` is a finite number */
export const checkFinite = (value: unknown, name: string): void => {
  if (!Number.isFinite(value)) throw refusal('a finite number', name, value)
}

/** @throws FigureError (INVALID_ARGUMENT) unless `value` is a whole number of at least `least` */
export const checkWhole = (value: unknown, name: string, least: number): void => {
  if (!Number.isSafeInteger(value) || (value as number) < least)
    throw refusal(`a whole number of at least ${least}`, name, value)
}
