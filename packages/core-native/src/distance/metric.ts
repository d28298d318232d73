import { invalid } from '../runtime/errors.js'

/** SciPy's names and definitions (scipy.spatial.distance), in the order of `metric.h`. */
export const metrics = ['euclidean', 'sqeuclidean', 'cosine', 'correlation', 'cityblock', 'chebyshev'] as const

/**
 * - `euclidean` sqrt(Σ(x-y)²), `sqeuclidean` Σ(x-y)²
 * - `cosine` 1 - x·y/(|x||y|); NaN for a zero row
 * - `correlation` the cosine distance of the rows less their means; NaN for a constant row
 * - `cityblock` Σ|x-y|, `chebyshev` max|x-y|
 */
export type Metric = (typeof metrics)[number]

/** The metric's index. @throws CoreNativeError INVALID_ARGUMENT */
export function checkMetric(metric: unknown): number {
  const index = metrics.indexOf(metric as Metric)
  if (index < 0) throw invalid(`one of ${metrics.join(', ')}`, 'metric', metric)
  return index
}
