import { readFileSync } from 'node:fs'
import type { Benchmark, BenchmarkCase } from '../testing/benchmark.js'
import type { FloatType } from '../testing/made-matrix.js'
import { published, sparseProblem } from '../testing/sparse-problem.js'
import { learnDictionary, type LearnedDictionary } from './index.js'

const count = 5

/** Updates of the codes in each batch, as NumPy counted them. */
const updates = (
  JSON.parse(readFileSync(new URL('./golden/learning.json', import.meta.url), 'utf8')) as { iterations: number[] }
).iterations.slice(0, count)

function measured(type: FloatType): () => BenchmarkCase<LearnedDictionary> {
  return () => {
    const { x, dictionary, batches, batchSize } = sparseProblem(type, { count })
    const [features, atoms] = [x.cols, dictionary.cols]
    const options = { ...published, centre: 'grand-mean', learningRate: 0.01, batches, batchSize } as const
    const said = (iterations: ArrayLike<number>, errors: ArrayLike<number>) =>
      `${Array.from(iterations).join(' ')}: ${errors[count - 1]!.toPrecision(6)}`
    return {
      label: `${count} batches of ${batchSize} x ${features}, ${atoms} atoms, ${type}`,
      type,
      inputs: { x, dictionary },
      parameters: { batches: [...batches], batchSize },
      // In the Gram form: one product an iteration, and four with the features.
      operations: updates.reduce(
        (sum, n) =>
          sum + (n + 1) * 2 * batchSize * atoms ** 2 + 6 * batchSize * features * atoms + features * atoms ** 2,
        0,
      ),
      run: (threads) => learnDictionary(x, dictionary, { ...options, threads }),
      check: () => ({
        ask: {},
        ours: ({ iterations, errors }) => said(iterations, errors),
        theirs: ({ iterations, errors }) => said(iterations as number[], errors as number[]),
      }),
      peers: [{ name: 'numpy', threaded: true }],
    }
  }
}

export const benchmark: Benchmark<LearnedDictionary> = {
  name: 'learn-dictionary',
  peerScript: 'sparse_coding.py',
  cases: [measured('float32'), measured('float64')],
  checkTitle: 'iterations of each batch: error of the last',
  checkNote: 'updates of the codes in each batch, and the mean squared residual of the last',
  peerNotes: { numpy: 'the published procedure transcribed: residuals in every iteration, norms by the SVD' },
  cancelDelay: async () => {
    const { x, dictionary, batches, batchSize } = sparseProblem('float64', { count })
    const controller = new AbortController()
    const options = { ...published, learningRate: 0.01, batches, batchSize, signal: controller.signal }
    const running = learnDictionary(x, dictionary, options).catch(() => performance.now())
    await new Promise((resolve) => setTimeout(resolve, 200))
    const start = performance.now()
    controller.abort()
    return ((await running) as number) - start
  },
}
