import { fisherInterval, type Correlation } from '@likeness/stats'
import { comparedLayers, type ComparedLayer } from '../src/params.js'
import { ceilingOf, type RatingsAnalysis } from '../src/ratings.js'
import type { Recovery } from '../src/recover-pairs.js'

/** A correlation as `correlate` would report it, with Fisher's interval. */
export function madeCorrelation(estimate: number, n = 20, permutationP = 0.2): Correlation {
  const ci = fisherInterval(estimate, n).ci
  const counts = { n, level: 0.95, resamples: 100, permutations: 100, bootstrapValid: 100, seed: 1 }
  return { estimate, ci, bootstrapCi: ci, p: 0.2, permutationP, method: 'pearson', ...counts }
}

/** An analysis with a given r, and raters that agree at `agreement` (undefined: one rater). */
export function madeAnalysis(r: number, agreement?: number, n = 20, permutationP = 0.2): RatingsAnalysis {
  const pearson = madeCorrelation(r, n, permutationP)
  const between = agreement === undefined ? undefined : madeCorrelation(agreement, n)
  const ramp = Array.from({ length: n }, (_, k) => k / (n - 1))
  return {
    mean: ramp,
    normalised: { network: ramp, human: ramp },
    ...{ pearson, spearman: pearson, kendall: { ...pearson, method: 'kendall', ci: null } },
    t: (r * Math.sqrt(n - 2)) / Math.sqrt(1 - r * r),
    raters: between ? [pearson, pearson] : [pearson],
    interRater: between && { pearson: between, spearman: { ...between, method: 'spearman' } },
    ceiling:
      between && between.estimate > 0
        ? { estimate: ceilingOf(between.estimate), ci: [ceilingOf(between.ci![0]), ceilingOf(between.ci![1])] }
        : undefined,
  }
}

/** A recovery of `n` values, all with pairs but the last `missing`, with a given r per layer. */
export function madeRecovery(
  r: Record<ComparedLayer, number>,
  { n = 20, missing = 0, count = 1, all = true, spread = 0 } = {},
): Recovery {
  const pairs = Array.from({ length: n }, (_, k) => (k < n - missing ? ([2 * k, 2 * k + 1] as const) : null))
  const perLayer = <V>(value: (layer: ComparedLayer) => V) =>
    Object.fromEntries(comparedLayers.map((layer) => [layer, value(layer)])) as Record<ComparedLayer, V>
  return {
    recovered: pairs.map((pair, k) => ({
      printed: k / n,
      candidates: pair ? [{ pair, cosine: k / n }] : [],
      nearest: pair ? 0 : 1e-3,
    })),
    searched: (2 * n * (2 * n - 1)) / 2,
    ...{ matched: n - missing, unique: n - missing, largestDifference: missing > 0 ? 1e-3 : 0 },
    ...{ choices: { count, all }, pairs },
    similarities: perLayer(() => pairs.map((pair, k) => (pair ? k / n : NaN))),
    correlations: perLayer((layer) => ({ r: r[layer], least: r[layer] - spread, most: r[layer] + spread })),
  }
}
