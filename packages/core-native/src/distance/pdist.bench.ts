import { capabilities } from '../runtime/capabilities.js'
import type { Float, Matrix } from '../runtime/matrix.js'
import type { Benchmark, BenchmarkCase } from '../testing/benchmark.js'
import { condensedPairs, distanceCheck, errorNote } from '../testing/distance-check.js'
import { distancePeerNotes, distancePeers, operationsPerFeature } from '../testing/distance-peers.js'
import { fullMantissa, madeMatrix, type FloatType } from '../testing/made-matrix.js'
import { metrics, pdist, type Metric } from './index.js'

function measured(type: FloatType, metric: Metric, cols: number): BenchmarkCase<Float> {
  const rows = 2000
  const x = madeMatrix(type, rows, cols, fullMantissa)
  return {
    label: `${metric} ${type} ${rows} x ${cols}`,
    type,
    inputs: { x },
    parameters: { metric },
    operations: ((rows * (rows - 1)) / 2) * cols * operationsPerFeature[metric],
    run: (threads) => pdist<Float>(x, metric, { threads }),
    check: () => distanceCheck(x, x, metric, condensedPairs(rows)),
    peers: distancePeers(metric),
  }
}

/** The same on the tile unit. */
function fast(): BenchmarkCase<Float> {
  const plain = measured('float32', 'correlation', 4096)
  const x = plain.inputs['x'] as Matrix<Float32Array>
  const run = async (threads: number) => (await pdist(x, 'correlation', { threads, precision: 'fast' })).distances
  return { ...plain, label: `${plain.label}, fast`, run }
}

const types = ['float32', 'float64'] as const
const wide = ['correlation', 'cityblock', 'euclidean'] as const
export const benchmark: Benchmark<Float> = {
  name: 'pdist',
  peerScript: 'distance.py',
  cases: [
    ...types.flatMap((type) => [
      ...wide.map((metric) => () => measured(type, metric, 4096)),
      ...metrics.map((metric) => () => measured(type, metric, 1000)),
    ]),
    ...(capabilities().simd?.tiles ? [fast] : []),
  ],
  checkTitle: 'error',
  checkNote: errorNote,
  peerNotes: distancePeerNotes,
  cancelDelay: async () => {
    const x = madeMatrix('float32', 6000, 4000)
    const controller = new AbortController()
    let aborted = 0
    setTimeout(() => {
      aborted = performance.now()
      controller.abort()
    }, 300)
    await pdist(x, 'euclidean', { signal: controller.signal }).catch(() => undefined)
    return performance.now() - aborted
  },
}
