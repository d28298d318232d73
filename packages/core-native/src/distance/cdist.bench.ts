import type { Benchmark, BenchmarkCase } from '../testing/benchmark.js'
import { madeMatrix, type FloatType } from '../testing/made-matrix.js'
import { cdist, type Metric } from './index.js'

function measured(type: FloatType, metric: Metric, operations: number): BenchmarkCase {
  const [n, m, cols] = [1000, 2000, 1000]
  const x = madeMatrix(type, n, cols)
  const y = madeMatrix(type, m, cols)
  return {
    label: `${metric} ${type} ${n} in ${m} x ${cols}`,
    x,
    y,
    operations: n * m * cols * operations,
    run: async (threads) => (await cdist<Float32Array | Float64Array>(x, y, metric, { threads })).data,
    peers: [`scipy-cdist-${metric}`],
  }
}

export const benchmark: Benchmark = {
  name: 'cdist',
  cases: () =>
    (['float32', 'float64'] as const).flatMap((type) => [
      measured(type, 'euclidean', 3),
      measured(type, 'cosine', 2),
      measured(type, 'cityblock', 3),
    ]),
}
