import type { Float, Matrix } from '../runtime/matrix.js'
import type { Benchmark, BenchmarkCase } from '../testing/benchmark.js'
import type { FloatType } from '../testing/made-matrix.js'
import { published, sparseProblem } from '../testing/sparse-problem.js'
import { learnDictionary } from './learn-dictionary.js'
import { lasso, type Lasso, type LassoMethod } from './lasso.js'

const alpha = 0.1
const samples = 1000
// What scikit-learn's default of 1e-4 asks of the same gap.
const tolerance = 2e-4

/** The first rows of the study's problem, less the mean of all its values, and a dictionary of unit columns. */
async function made(type: FloatType, learned: boolean): Promise<{ x: Matrix<Float>; dictionary: Matrix<Float> }> {
  const { x: all, dictionary: start, batches, batchSize } = sparseProblem(type, { count: 20 })
  const options = { ...published, centre: 'grand-mean', learningRate: 0.01, batches, batchSize } as const
  const { dictionary } = learned ? await learnDictionary(all, start, options) : { dictionary: start }
  const norms = new Float64Array(dictionary.cols)
  dictionary.data.forEach((value: number, k: number) => (norms[k % dictionary.cols]! += value ** 2))
  const columns = dictionary.data.map((value: number, k: number) => value / Math.sqrt(norms[k % dictionary.cols]!))
  let sum = 0
  for (const value of all.data) sum += value
  const mean = sum / all.data.length
  const data = all.data.slice(0, samples * all.cols).map((value: number) => value - mean)
  return {
    x: { data: data as Float, rows: samples, cols: all.cols },
    dictionary: { ...dictionary, data: columns as Float },
  }
}

const said = (gaps: readonly number[]) =>
  `${(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toExponential(1)}, ${Math.max(...gaps).toExponential(1)}`

function measured(type: FloatType, method: LassoMethod, learned: boolean): () => Promise<BenchmarkCase<Lasso>> {
  return async () => {
    const { x, dictionary } = await made(type, learned)
    const [features, atoms] = [x.cols, dictionary.cols]
    const first = await lasso(x, dictionary, { method, alpha, tolerance })
    const iterations = first.iterations.reduce((sum, n) => sum + n, 0)
    const active = Float64Array.from(first.codes.data).filter((code) => code !== 0).length
    const half = new Float64Array(samples)
    x.data.forEach((value: number, k: number) => (half[Math.floor(k / features)]! += 0.5 * value ** 2))
    const passes = iterations * (method === 'fista' ? 9 / 8 : 10 / 8)
    return {
      label:
        `${method} ${type}, ${samples} x ${features}, ${atoms} atoms ${learned ? 'learned' : 'at random'} ` +
        `(${(iterations / samples).toFixed(0)} iterations, ${(active / samples).toFixed(0)} codes not zero)`,
      type: 'float64',
      inputs: { x, dictionary },
      parameters: { alpha, peerRows: samples },
      operations: passes * 2 * atoms ** 2 + samples * features * atoms * 6,
      run: (threads) => lasso(x, dictionary, { method, alpha, tolerance, threads }),
      check: () => ({
        ask: {},
        ours: ({ gaps }) => said(Array.from(gaps, (gap, i) => gap / half[i]!)),
        theirs: ({ gaps }) => said(gaps as number[]),
      }),
      peers: [{ name: 'sklearn', threaded: false }],
    }
  }
}

export const benchmark: Benchmark<Lasso> = {
  name: 'lasso',
  peerScript: 'lasso.py',
  cases: [
    measured('float32', 'coordinate-descent', true),
    measured('float64', 'coordinate-descent', true),
    measured('float64', 'coordinate-descent', false),
    measured('float64', 'fista', true),
  ],
  checkTitle: 'duality gap: mean, largest',
  checkNote: 'over 0.5 |x|^2 of each sample, in float64, of the codes in the type that they have',
  peerNotes: { sklearn: "sparse_encode(algorithm='lasso_cd') with the Gram matrix and the products made beforehand" },
  cancelDelay: async () => {
    const { x, dictionary } = await made('float64', false)
    const controller = new AbortController()
    const options = { method: 'fista', alpha: 1e-3, tolerance: 0, signal: controller.signal } as const
    const running = lasso(x, dictionary, options).catch(() => performance.now())
    await new Promise((resolve) => setTimeout(resolve, 200))
    const start = performance.now()
    controller.abort()
    return ((await running) as number) - start
  },
}
