import { invalid } from '../runtime/errors.js'

/**
 * Checks that a value is an integer number in [low, high].
 * @throws {CoreNativeError} `INVALID_ARGUMENT`, naming the argument and what came
 */
export function requireInteger(name: string, value: number, low: number, high: number): void {
  if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return
  throw invalid(`an integer from ${low} to ${high}`, name, value)
}

/**
 * Splits an unsigned 64-bit integer into its low and high 32-bit words.
 * A `number` must be a safe integer, since above 2^53 - 1 neighbouring seeds would collapse into one.
 * @throws {CoreNativeError} `INVALID_ARGUMENT` when the value is negative, fractional, too large or not a number
 */
export function splitWords(name: string, value: number | bigint): [low: number, high: number] {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)
    return [value >>> 0, Math.floor(value / 2 ** 32)]
  if (typeof value === 'bigint' && value >= 0n && value < 1n << 64n)
    return [Number(value & 0xffffffffn), Number(value >> 32n)]
  throw invalid('an integer from 0 to 2^64 - 1 (a bigint above 2^53 - 1)', name, value)
}
