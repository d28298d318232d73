import { requireChoice, requireInteger } from '../arguments.js'
import { studentTSf } from '../distributions/student-t.js'
import { ALTERNATIVES, type Alternative } from '../result.js'
import { invalid } from '../stats-error.js'
import { pFromTail } from './correlation-p.js'
import { fisherZ } from './fisher.js'

/** The difference of two correlations that share a variable, tested against zero. */
export interface WilliamsTest {
  /** r12 - r13. */
  estimate: number
  t: number
  /** n - 3. */
  df: number
  p: number
  n: number
  alternative: Alternative
  method: 'williams'
}

/** Determinant of a correlation matrix of three; what rounding of published correlations takes below 0 counts as 0. */
function determinant(r12: number, r13: number, r23: number): number {
  const value = 1 - r12 ** 2 - r13 ** 2 - r23 ** 2 + 2 * r12 * r13 * r23
  if (value < -1e-12) throw invalid('correlations that can occur together', 'r12, r13, r23', [r12, r13, r23].join(', '))
  return Math.max(0, value)
}

/**
 * Whether variable 1 correlates differently with 2 and 3, measured on the same cases: Williams' modification of
 * Hotelling's t (Williams 1959, "The comparison of regression variables"; Steiger 1980, "Tests for comparing elements
 * of a correlation matrix", eq. 7).
 * @param r12 and @param r13 the two correlations, in [-1, 1]
 * @param r23 the correlation of the other two variables, in [-1, 1]
 * @param n cases, at least 4
 * @param options alternative 'greater' means r12 > r13; default 'two-sided'
 * @returns NaN t and p when a correlation is NaN, and when 2 and 3 are one variable (r23 = 1)
 * @throws {StatsError} on another r, on three that exclude each other, n < 4, or a wrong alternative
 */
export function williamsTest(
  r12: number,
  r13: number,
  r23: number,
  n: number,
  { alternative = 'two-sided' }: { alternative?: Alternative } = {},
): WilliamsTest {
  for (const r of [r12, r13, r23]) fisherZ(r)
  requireInteger('n', n, 4)
  requireChoice('alternative', alternative, ALTERNATIVES)
  const df = n - 3
  const estimate = r12 - r13
  const spread = (2 * (n - 1) * determinant(r12, r13, r23)) / df + ((r12 + r13) / 2) ** 2 * (1 - r23) ** 3
  // At r23 = 1 the spread is 0 but for rounding.
  const t = r23 === 1 ? NaN : estimate * Math.sqrt(((n - 1) * (1 + r23)) / spread)
  const p = pFromTail(studentTSf(Math.abs(t), df), t, alternative)
  return { estimate, t, df, p: Number.isNaN(t) ? NaN : p, n, alternative, method: 'williams' }
}
