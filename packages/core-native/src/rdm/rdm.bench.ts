import type { Matrix } from '../runtime/matrix.js'
import type { Benchmark, BenchmarkCase } from '../testing/benchmark.js'
import { fullMantissa, madeMatrix } from '../testing/made-matrix.js'
import { sampledCheck } from '../testing/sampled-check.js'
import { rdm, type Rdm } from './index.js'

/** Symmetric, its diagonal above the sum of its row. */
function madePrecision(channels: number): Matrix<Float64Array> {
  return madeMatrix('float64', channels, channels, (_, i, j) => (i === j ? 2 : Math.cos(i + j) / channels))
}

/** d'P d of the channels' differences of rows, by the definition. */
function quadratic(precision: Matrix, d: ArrayLike<number>, e: ArrayLike<number>): number {
  let sum = 0
  for (let c = 0; c < d.length; c++)
    for (let k = 0; k < d.length; k++) sum += d[c]! * precision.data[c * d.length + k]! * e[k]!
  return sum
}

function difference({ data, cols }: Matrix, i: number, j: number) {
  return Float64Array.from({ length: cols }, (_, c) => data[i * cols + c]! - data[j * cols + c]!)
}

/** The pair of the first two conditions, and of the last two. */
function expected(x: Matrix, precision: Matrix, n: number, folds: number): Map<number, number> {
  const value = (i: number, j: number) => {
    const d = Array.from({ length: folds }, (_, m) => difference(x, m * n + i, m * n + j))
    if (folds === 1) return Math.sqrt(quadratic(precision, d[0]!, d[0]!))
    const products = d.flatMap((u, m) => d.slice(m + 1).map((v) => quadratic(precision, u, v)))
    return products.reduce((sum, v) => sum + v, 0) / products.length / x.cols
  }
  return new Map([
    [0, value(0, 1)],
    [(n * (n - 1)) / 2 - 1, value(n - 2, n - 1)],
  ])
}

function measured(metric: 'crossnobis' | 'mahalanobis', n: number, folds: number, channels: number) {
  return (): BenchmarkCase<Rdm> => {
    const patterns = madeMatrix('float64', n * folds, channels, fullMantissa)
    const precision = madePrecision(channels)
    const rows = Array.from({ length: n * folds }, (_, row) => row)
    const design = folds > 1 ? { folds: rows.map((row) => Math.floor(row / n)) } : {}
    const options = { metric, precision, conditions: rows.map((row) => row % n), ...design }
    const whitening = 2 * n * folds * channels ** 2 + channels ** 3 / 3
    return {
      label: `${metric} float64, ${n} conditions${folds > 1 ? ` in ${folds} folds` : ''}, ${channels} channels`,
      type: 'float64',
      inputs: { patterns, precision },
      parameters: { function: metric, metric, conditions: n, folds },
      operations: whitening + ((n * (n - 1)) / 2) * channels * (folds > 1 ? 4 * folds : 3),
      run: (threads) => rdm(patterns, { ...options, threads }),
      check: () => sampledCheck(expected(patterns, precision, n, folds), ({ values }) => values, true),
      peers: [
        metric === 'crossnobis' ? { name: 'numpy', threaded: true } : { name: 'scipy', threaded: false },
        { name: 'rsatoolbox', threaded: true },
      ],
    }
  }
}

export const benchmark: Benchmark<Rdm> = {
  name: 'rdm',
  peerScript: 'rdm.py',
  cases: [measured('crossnobis', 100, 8, 1000), measured('mahalanobis', 100, 1, 300)],
  checkTitle: 'error',
  checkNote: 'the largest difference of two values from the definition in float64, over the larger of them',
  peerNotes: {
    numpy: 'patterns whitened, and products of matrices for each pair of folds',
    scipy: "scipy.spatial.distance.pdist(x, 'mahalanobis', VI=precision)",
    rsatoolbox: 'rsatoolbox.rdm.calc_rdm (of mahalanobis, the root of channels times its value)',
  },
}
