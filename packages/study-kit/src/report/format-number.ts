/** A number with a true minus sign; an em dash where it is not defined. */
export function formatNumber(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '—'
  return value
    .toFixed(digits)
    .replace(/^-(?=[0.]*$)/, '')
    .replace('-', '\u2212')
}

/** A p value: three digits, or a bound below a thousandth. */
export function formatP(p: number | null | undefined): string {
  if (p === null || p === undefined) return '—'
  return p < 0.001 ? '< 0.001' : formatNumber(p, 3)
}

/** "[−0.57, 0.29]". */
export function formatInterval(bounds: readonly [number | null, number | null], digits: number): string {
  return `[${formatNumber(bounds[0], digits)}, ${formatNumber(bounds[1], digits)}]`
}
