import { refusal } from './figure-error.js'

/** Smallest and largest value of an axis, in data units. */
export type Domain = readonly [number, number]

/** @throws FigureError (INVALID_ARGUMENT) unless it is two finite numbers, the smaller first */
export const checkDomain = (domain: Domain, name: string): Domain => {
  if (!Array.isArray(domain) || domain.length !== 2 || !domain.every(Number.isFinite) || domain[0]! >= domain[1]!)
    throw refusal('[smallest, largest], two different finite numbers', name, domain?.toString())
  return domain
}

/**
 * The domain that holds all values; values that are all the same get a tenth of their size (or 0.5) on each side.
 * @throws FigureError (INVALID_ARGUMENT) where the range overflows
 */
export const domainOf = (values: readonly number[], name: string): Domain => {
  // A loop, because spreading a hundred thousand values into Math.min exceeds the stack.
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const half = low === high ? Math.abs(low) / 10 || 0.5 : 0
  if (!Number.isFinite((high - low + 2 * half) * 2))
    throw refusal('values whose range is finite', name, `${low} to ${high}`)
  return [low - half, high + half]
}

/** The domain with a share of its length added on each side, so that no mark lies on an axis. */
export const padded = ([low, high]: Domain, share = 0.04): Domain => {
  const margin = (high - low) * share
  return [low - margin, high + margin]
}
