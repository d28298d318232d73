import { invalid } from '../runtime/errors.js'

/** In the order of `searchlight-metric.h`. */
export const searchlightMetrics = ['correlation', 'euclidean', 'sqeuclidean', 'cosine', 'crossnobis'] as const

/**
 * - `correlation` 1 - Pearson's r of two conditions over the voxels; NaN where a condition is constant there
 * - `cosine` 1 - x·y/(|x||y|); `euclidean` sqrt(Σ(x-y)²); `sqeuclidean` Σ(x-y)²: SciPy's, as in `pdist`
 * - `crossnobis` the mean over voxels and over ordered pairs of different folds of (x_m-y_m)(x_n-y_n): unbiased, so it
 *   may be negative (Walther et al. 2016, NeuroImage 137, eq. 12, on patterns that are whitened already)
 */
export type SearchlightMetric = (typeof searchlightMetrics)[number]

/** The metric's index. @throws CoreNativeError INVALID_ARGUMENT */
export function checkSearchlightMetric(metric: unknown): number {
  const index = searchlightMetrics.indexOf(metric as SearchlightMetric)
  if (index < 0) throw invalid(`one of ${searchlightMetrics.join(', ')}`, 'options.metric', metric)
  return index
}
