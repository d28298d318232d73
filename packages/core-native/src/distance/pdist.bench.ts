import type { Benchmark, BenchmarkCase } from '../testing/benchmark.js'
import { madeMatrix, type FloatType } from '../testing/made-matrix.js'
import { metrics, pdist, type Metric } from './index.js'

const operationsPerFeature: Record<Metric, number> = {
  ...{ euclidean: 3, sqeuclidean: 3, cosine: 2, correlation: 2 },
  ...{ cityblock: 3, chebyshev: 3 },
}

function measured(type: FloatType, metric: Metric): BenchmarkCase {
  const [rows, cols] = [2000, 1000]
  const x = madeMatrix(type, rows, cols)
  return {
    label: `${metric} ${type} ${rows} x ${cols}`,
    x,
    operations: ((rows * (rows - 1)) / 2) * cols * operationsPerFeature[metric],
    run: (threads) => pdist(x, metric, { threads }),
    peers: metric === 'correlation' ? [`scipy-pdist-${metric}`, 'numpy-correlation'] : [`scipy-pdist-${metric}`],
  }
}

export const benchmark: Benchmark = {
  name: 'pdist',
  cases: () => (['float32', 'float64'] as const).flatMap((type) => metrics.map((metric) => measured(type, metric))),
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
