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
  readonly digits: number
  readonly ours: number | null
}

/**
 * In how many digits a value agrees with what was expected. A printed number has no more digits than are printed, and all
 * of them agree where ours rounds to it.
 */
export function agreeingDigits({ kind, expected, digits, ours }: Expected): number {
  const common = commonDigits(ours, expected)
  if (kind !== 'published' || ours === null) return common
  const printed = printedDigits(expected, digits)
  // Half a unit of the last printed digit, with room for the rounding of the difference.
  const rounds = Math.abs(ours - expected) <= 0.5 * 10 ** -digits * (1 + 1e-9)
  return rounds ? printed : Math.min(common, printed - 1)
}
