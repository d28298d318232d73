/** Which values speak against the null hypothesis; in the order of alternative.h. */
export const alternatives = ['two-sided', 'greater', 'less'] as const

/** Which values speak against the null hypothesis; `two-sided`: by absolute value. */
export type Alternative = (typeof alternatives)[number]

/** A statistic as a number that is large when it is extreme. */
export function extremity(value: number, alternative: Alternative): number {
  return alternative === 'greater' ? value : alternative === 'less' ? -value : Math.abs(value)
}
