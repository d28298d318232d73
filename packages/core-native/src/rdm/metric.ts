import { metrics, type Metric } from '../distance/metric.js'
import { invalid } from '../runtime/errors.js'

/** SciPy's names and definitions, and `sqmahalanobis` and `crossnobis`, which SciPy does not have. */
export const rdmMetrics = [...metrics, 'mahalanobis', 'sqmahalanobis', 'crossnobis'] as const

/**
 * Between the mean patterns x and y of two conditions, P the noise precision:
 * - those of `pdist` (`Metric`)
 * - `mahalanobis` sqrt((x-y)'P(x-y)), as SciPy's; `sqmahalanobis` its square, neither divided by the channels
 * - `crossnobis` the mean over ordered pairs of different folds m, n of (x_m-y_m)'P(x_n-y_n), divided by the channels, as
 *   in rsatoolbox: its expectation is sqmahalanobis of the true patterns / channels, so it may be negative
 */
export type RdmMetric = Metric | 'mahalanobis' | 'sqmahalanobis' | 'crossnobis'

/** @throws CoreNativeError INVALID_ARGUMENT */
export function checkRdmMetric(metric: unknown): RdmMetric {
  if (!rdmMetrics.includes(metric as RdmMetric))
    throw invalid(`one of ${rdmMetrics.join(', ')}`, 'options.metric', metric)
  return metric as RdmMetric
}
