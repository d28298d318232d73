import type { Float, Matrix } from '../runtime/matrix.js'
import type { Benchmark, BenchmarkCase } from '../testing/benchmark.js'
import { madeFeatures } from '../testing/made-features.js'
import { neighborCheck, neighborNote, type Neighbors } from '../testing/neighbor-check.js'
import { nearestNeighbors } from './index.js'

const [queryRows, baseRows, cols] = [2222, 10_264, 4096]
let made: Matrix<Float> | undefined

/** The same for every case: some seconds' making. */
function data(): { queries: Matrix<Float>; base: Matrix<Float> } {
  made ??= madeFeatures('float32', queryRows + baseRows, cols)
  const rows = (from: number, count: number) => ({
    data: made!.data.subarray(from * cols, (from + count) * cols),
    rows: count,
    cols,
  })
  return { queries: rows(0, queryRows), base: rows(queryRows, baseRows) }
}

function measured(k: number): BenchmarkCase<Neighbors> {
  const { queries, base } = data()
  return {
    label: `euclidean float32, ${k} of each of ${queryRows} in ${baseRows} x ${cols}`,
    type: 'float32',
    inputs: { queries, base },
    parameters: { k, metric: 'euclidean' },
    operations: queryRows * baseRows * cols * 2,
    run: (threads) => nearestNeighbors(queries, base, { k, metric: 'euclidean', threads }),
    check: () => neighborCheck(queries, base, k),
    peers: [
      { name: 'sklearn', threaded: true },
      { name: 'faiss', threaded: true },
    ],
  }
}

export const benchmark: Benchmark<Neighbors> = {
  name: 'nearest-neighbors',
  peerScript: 'neighbors.py',
  cases: [() => measured(1), () => measured(10)],
  checkTitle: 'error',
  checkNote: neighborNote,
  peerNotes: {
    sklearn: "scikit-learn's brute force: NearestNeighbors(algorithm='brute').kneighbors",
    faiss: 'IndexFlatL2.search, on rows that were added already; square roots taken afterwards',
  },
}
