import { betaTails } from '../distributions/betainc.js'
import type { Alternative } from '../result.js'

/** p of a one- or two-sided test, from the tail beyond |statistic| and the sign of the statistic. */
export function pFromTail(tail: number, sign: number, alternative: Alternative): number {
  if (alternative === 'two-sided') return Math.min(1, 2 * tail)
  return sign >= 0 === (alternative === 'greater') ? tail : 1 - tail
}

/** r sqrt(df / (1 - r^2)); NaN at df 0, plus or minus Infinity at r = 1 or -1. */
export function correlationT(r: number, df: number): number {
  if (df === 0) return NaN
  return r * Math.sqrt(df / ((1 - r) * (1 + r)))
}

/**
 * p of a correlation under Student's t with n - 2 degrees of freedom. It goes from r to the incomplete beta function,
 * I_(1 - r^2)(df / 2, 1 / 2), without forming t. At df 0 every r is 1 or -1 and p is 1; a NaN r gives NaN.
 */
export function correlationP(r: number, df: number, alternative: Alternative): number {
  if (Number.isNaN(r)) return NaN
  if (df === 0) return 1
  const [lower] = betaTails(df / 2, 0.5, (1 - r) * (1 + r), r * r)
  return pFromTail(lower / 2, r, alternative)
}
