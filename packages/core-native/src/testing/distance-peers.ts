import type { Metric } from '../distance/metric.js'
import type { BenchmarkPeer } from './benchmark.js'

/** The usual count: 2 per multiply-add of a product, 3 per squared or absolute difference. */
export const operationsPerFeature: Readonly<Record<Metric, number>> = {
  ...{ euclidean: 3, sqeuclidean: 3, cosine: 2, correlation: 2 },
  ...{ cityblock: 3, chebyshev: 3 },
}

/** What tools/peers/distance.py has for a metric. */
export function distancePeers(metric: Metric): readonly BenchmarkPeer[] {
  const scipy = { name: 'scipy', threaded: false }
  if (metric !== 'cosine' && metric !== 'correlation') return [scipy]
  return [scipy, { name: 'numpy-product', threaded: true }, { name: `numpy-${metric}`, threaded: true }]
}

export const distancePeerNotes: Readonly<Record<string, string>> = {
  scipy: 'scipy.spatial.distance on one thread, in float64 whatever the input',
  'numpy-product':
    "only Z @ Z.T (cdist: Z @ W.T), in the input's type, of rows that are centred (correlation) and normalised already",
  'numpy-correlation': '1 - Z @ Z.T with centring and normalising, from the same rows as ours',
  'numpy-cosine': '1 - Z @ Z.T with normalising, from the same rows as ours',
}
