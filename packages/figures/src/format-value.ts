/** A value for a tooltip or a note: six significant digits, U+2212 as minus, "n/a" for what is no number. */
export const formatValue = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(6)) + 0).replaceAll('-', '−') : 'n/a'

/** "1 point", "2 points". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
