/** A number with a true minus sign; an em dash where it is not defined (null, NaN, infinite). */
export function formatNumber(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '—'
  return value
    .toFixed(digits)
    .replace(/^-(?=[0.]*$)/, '')
    .replace('-', '\u2212')
}

/** A p value: three digits, or a bound below a thousandth; an em dash for what is no probability. */
export function formatP(p: number | null | undefined): string {
  if (p === null || p === undefined || !(p >= 0 && p <= 1)) return '—'
  return p < 0.001 ? '< 0.001' : formatNumber(p, 3)
}

/** "[−0.57, 0.29]". */
export function formatInterval(bounds: readonly [number | null, number | null], digits: number): string {
  return `[${formatNumber(bounds[0], digits)}, ${formatNumber(bounds[1], digits)}]`
}

/**
 * A column's numbers with as many digits after the point as the longest has, so that the points stand in one line; with an
 * exponent where one needs it.
 */
export function formatColumn(values: readonly (number | null)[]): string[] {
  const texts = values.map((value) => (value === null ? '' : String(value)))
  if (texts.some((text) => text.includes('e')))
    return texts.map((text) => (text === '' ? '—' : text.replaceAll('-', '\u2212')))
  const digits = Math.max(0, ...texts.map((text) => text.split('.')[1]?.length ?? 0))
  return values.map((value) => formatNumber(value, digits))
}
