import { requireChoice, requirePaired } from '../arguments.js'
import { normalCdf } from '../distributions/normal-cdf.js'
import { ALTERNATIVES, type Alternative } from '../result.js'
import { pFromTail } from './correlation-p.js'
import { kendallCounts, type KendallCounts } from './kendall-counts.js'
import { inversionCdf } from './kendall-exact.js'
import { hasNaN, tauB } from './kendall-tau-b.js'

/** Kendall's tau-b and its test against zero. */
export interface KendallTest {
  /** tau-b. */
  estimate: number
  /** Score over its standard deviation; NaN when p is exact. */
  z: number
  /** Of the null hypothesis of no association. */
  p: number
  n: number
  alternative: Alternative
  method: 'kendall'
  /** Which distribution gave p: of all orders, or normal with the tie correction. */
  distribution: 'exact' | 'asymptotic'
}

/** Exact p without ties, by the symmetry of the number of discordant pairs. */
function exactP({ pairs, discordant }: KendallCounts, n: number, alternative: Alternative): number {
  const atMost = (d: number) => (2 * d <= pairs ? inversionCdf(n, d) : 1 - inversionCdf(n, pairs - d - 1))
  if (alternative === 'greater') return atMost(discordant)
  if (alternative === 'less') return atMost(pairs - discordant)
  return Math.min(1, 2 * atMost(Math.min(discordant, pairs - discordant)))
}

/** Score over its standard deviation under the null hypothesis with ties (Kendall 1970, section 4). */
function zScore({ score, x, y }: KendallCounts, n: number): number {
  const m = n * (n - 1)
  const variance =
    (m * (2 * n + 5) - x.weighted - y.weighted) / 18 +
    (2 * x.pairs * y.pairs) / m +
    (x.triples * y.triples) / (9 * m * (n - 2))
  return score / Math.sqrt(variance)
}

/**
 * Kendall's tau-b, tested against zero: exactly when nothing is tied and n <= 33 or at most one pair is out of order,
 * else by the normal approximation with the tie correction (SciPy's rule 'auto').
 * @param x and @param y n >= 2 numbers each
 * @returns NaN estimate and p when x or y is constant or holds a NaN
 * @throws {StatsError} when the lengths differ, n < 2, or the alternative is unknown
 */
export function kendallTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { alternative = 'two-sided' }: { alternative?: Alternative } = {},
): KendallTest {
  requirePaired(x, y, 2)
  requireChoice('alternative', alternative, ALTERNATIVES)
  const n = x.length
  const common = { n, alternative, method: 'kendall' } as const
  const none = { ...common, estimate: NaN, z: NaN, p: NaN, distribution: 'asymptotic' } as const
  if (hasNaN(x) || hasNaN(y)) return none
  const counts = kendallCounts(x, y)
  const estimate = tauB(counts)
  if (Number.isNaN(estimate)) return none
  const untied = counts.x.pairs === 0 && counts.y.pairs === 0
  if (untied && (n <= 33 || Math.min(counts.discordant, counts.pairs - counts.discordant) <= 1))
    return { ...common, estimate, z: NaN, p: exactP(counts, n, alternative), distribution: 'exact' }
  const z = zScore(counts, n)
  return { ...common, estimate, z, p: pFromTail(normalCdf(-Math.abs(z)), z, alternative), distribution: 'asymptotic' }
}
