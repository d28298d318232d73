import type { Float } from '../runtime/matrix.js'
import type { Benchmark, BenchmarkCase } from '../testing/benchmark.js'
import { distanceCheck, errorNote, productPairs } from '../testing/distance-check.js'
import { distancePeerNotes, distancePeers, operationsPerFeature } from '../testing/distance-peers.js'
import { fullMantissa, madeMatrix, type FloatType } from '../testing/made-matrix.js'
import { cdist, type Metric } from './index.js'

function measured(type: FloatType, metric: Metric): BenchmarkCase<Float> {
  const [n, m, cols] = [2000, 2000, 1000]
  const both = madeMatrix(type, n + m, cols, fullMantissa)
  const x = { data: both.data.subarray(0, n * cols), rows: n, cols }
  const y = { data: both.data.subarray(n * cols), rows: m, cols }
  return {
    label: `${metric} ${type} ${n} x ${m} x ${cols}`,
    type,
    inputs: { x, y },
    parameters: { metric },
    operations: n * m * cols * operationsPerFeature[metric],
    run: async (threads) => (await cdist<Float>(x, y, metric, { threads })).data,
    check: () => distanceCheck(x, y, metric, productPairs(n, m)),
    peers: distancePeers(metric),
  }
}

export const benchmark: Benchmark<Float> = {
  name: 'cdist',
  peerScript: 'distance.py',
  cases: (['float32', 'float64'] as const).flatMap((type) =>
    (['correlation', 'euclidean'] as const).map((metric) => () => measured(type, metric)),
  ),
  checkTitle: 'error',
  checkNote: errorNote,
  peerNotes: distancePeerNotes,
}
