import type { Float, Matrix } from '../runtime/matrix.js'
import type { Benchmark, BenchmarkCase } from '../testing/benchmark.js'
import { fullMantissa, madeMatrix, type FloatType } from '../testing/made-matrix.js'
import { sampledCheck } from '../testing/sampled-check.js'
import { pairSimilarity } from './compare-rdms.reference.js'
import { compareRdms, type Comparison } from './index.js'

const row = ({ data, cols }: Matrix, i: number) => Array.from(data.subarray(i * cols, (i + 1) * cols))

/** What the reference says of the first, the last and some pairs between. */
function expected(a: Matrix, b: Matrix, comparison: Comparison): Map<number, number> {
  const places = [0, 1, 2, 3].map((k) => Math.round((k * (a.rows * b.rows - 1)) / 3))
  return new Map(places.map((k) => [k, pairSimilarity(row(a, Math.floor(k / b.rows)), row(b, k % b.rows), comparison)]))
}

function measured(type: FloatType, comparison: Comparison, rows: readonly [number, number], conditions: number) {
  return (): BenchmarkCase<Matrix<Float64Array>> => {
    const cells = (conditions * (conditions - 1)) / 2
    const [a, b] = rows.map((count) => madeMatrix(type, count, cells, fullMantissa)) as [Matrix<Float>, Matrix<Float>]
    const isTau = comparison.startsWith('tau')
    const own = isTau ? { name: 'scipy', threaded: false } : { name: 'numpy', threaded: true }
    return {
      label: `${comparison} ${type}, ${rows[0]} and ${rows[1]} of ${conditions} conditions`,
      type,
      inputs: { a, b },
      parameters: { function: 'compare', comparison },
      // Two per cell of a product; what a merge sort compares.
      operations: rows[0] * rows[1] * cells * (isTau ? Math.log2(cells) : 2),
      run: (threads) => compareRdms(a, b, { comparison, threads }),
      check: () => sampledCheck(expected(a, b, comparison), (result) => result.data),
      peers: [own, { name: 'rsatoolbox', threaded: true }],
    }
  }
}

export const benchmark: Benchmark<Matrix<Float64Array>> = {
  name: 'compare-rdms',
  peerScript: 'rdm.py',
  cases: [
    ...(['pearson', 'spearman', 'cosine', 'whitened-cosine'] as const).map((comparison) =>
      measured('float32', comparison, [500, 50], 100),
    ),
    measured('float64', 'spearman', [10_000, 10], 10),
    measured('float64', 'tau-b', [40, 10], 100),
    measured('float64', 'tau-b', [1000, 10], 10),
  ],
  checkTitle: 'error',
  checkNote: 'the largest difference of four similarities from the naive reference in float64',
  peerNotes: {
    numpy: 'rows ranked, centred or double-centred, normalised, and one product of matrices, in the input’s type',
    scipy: 'scipy.stats.kendalltau of each pair',
    rsatoolbox: 'rsatoolbox.rdm.compare, in float64',
  },
}
