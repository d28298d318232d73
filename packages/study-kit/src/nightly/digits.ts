/** No float64 has more digits that can be relied on. */
const most = 15

/**
 * In how many leading digits two numbers agree: the whole part of the log relative error, -log10(|a - b| / |b|)
 * (McCullough 1998), absolute where b is 0; 15 where they are equal, 0 where one is missing.
 */
export function commonDigits(a: number | null, b: number | null): number {
  if (a === null || b === null || !Number.isFinite(a - b)) return 0
  const error = Math.abs(a - b) / (b === 0 ? 1 : Math.abs(b))
  return error === 0 ? most : Math.min(most, Math.max(0, Math.floor(-Math.log10(error))))
}

/** How many significant digits a number has that is printed with so many after the point. */
export function printedDigits(value: number, digits: number): number {
  return Math.max(1, value.toFixed(digits).replace(/^-?0*\.?0*|\./g, '').length) // prettier-ignore
}

/** What a check holds one value against. */
export interface Expected {
  readonly kind: 'published' | 'derived' | 'planted'
  readonly expected: number
  readonly tolerance: number
  readonly digits: number
  readonly ours: number | null
}

/**
 * In how many digits a value agrees with what was expected. A printed number has no more digits than are printed: within
 * its tolerance, all of them agree.
 */
export function agreeingDigits({ kind, expected, tolerance, digits, ours }: Expected): number {
  if (ours === null) return 0
  const within = Math.abs(ours - expected) <= tolerance
  if (kind !== 'published') return commonDigits(ours, expected)
  return within
    ? printedDigits(expected, digits)
    : Math.min(commonDigits(ours, expected), printedDigits(expected, digits) - 1)
}
