import type { Metric } from '../distance/metric.js'
import type { FloatType } from './made-matrix.js'

/**
 * The largest error that the defined sum allows against exact arithmetic, for a distance d over `cols` features.
 *
 * A chain of m fused steps errs by at most m·u of the sum of magnitudes (Higham 2002, eq. 3.5; u = 2^-24 or 2^-53); a
 * block has at most 256 steps, adding the blocks in float64 costs u64 each, and the operands and the final rounding add
 * up to 4 u. Sums of non-negative terms err relative to d. Cosine and correlation err by twice that (product and both
 * norms), relative to 1, since |x·y| <= |x||y|; centring adds the error of the mean, below `offset` ulps.
 */
export function distanceBound(metric: Metric, type: FloatType, cols: number, d: number, offset = 0): number {
  const u = type === 'float32' ? 2 ** -24 : 2 ** -53
  const chain = Math.min(cols, 256) * u + Math.ceil(cols / 256) * 2 ** -53 + 4 * u
  if (metric === 'chebyshev') return 3 * u * d
  if (metric === 'cosine') return 3 * chain
  if (metric === 'correlation') return 3 * chain + 2 * offset * 2 ** -53 * (cols + 4)
  return 2 * chain * d
}
