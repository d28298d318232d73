import type { Matrix } from '../runtime/matrix.js'
import type { Benchmark, BenchmarkCase } from '../testing/benchmark.js'
import { madeMatrix } from '../testing/made-matrix.js'
import { madeRdms } from '../testing/made-rdms.js'
import {
  bootstrapRsa,
  noiseCeiling,
  permuteRsa,
  signFlip,
  type BootstrapOver,
  type ResamplingComparison,
} from './index.js'

interface Sizes {
  readonly comparison: ResamplingComparison
  readonly subjects: number
  readonly conditions: number
  readonly models: number
  readonly resamples: number
}

const seed = 1
const described = (what: string, { comparison, subjects, conditions, models, resamples }: Sizes) =>
  `${resamples} ${what}: ${comparison}, ${subjects} x ${conditions} conditions, ${models} models`

/** Beside a number that every peer estimates too, by resamples of its own. */
function measured(
  label: string,
  inputs: Readonly<Record<string, Matrix>>,
  rest: Pick<BenchmarkCase<number>, 'parameters' | 'operations' | 'run'> & { readonly peers: readonly string[] },
): BenchmarkCase<number> {
  return {
    ...{ label, type: 'float64', inputs, ...rest },
    check: () => ({
      ask: {},
      ours: (value) => value.toFixed(4),
      theirs: (answer) => (answer['value'] as number).toFixed(4),
    }),
    peers: rest.peers.map((name) => ({ name, threaded: name === 'numpy-flips' })),
  }
}

const dataOf = ({ subjects, conditions, models }: Sizes) => ({
  rdms: madeRdms('float64', subjects, conditions, { noise: 2 }),
  models: madeRdms('float64', models, conditions, { noise: 1, skip: subjects }),
})
const operationsOf = ({ subjects, conditions, models, resamples }: Sizes) =>
  resamples * subjects * models * conditions * (conditions - 1)

function bootstrap(sizes: Sizes, over: BootstrapOver, peers: readonly string[]) {
  const { comparison, resamples } = sizes
  const { rdms, models } = dataOf(sizes)
  return measured(
    described(`bootstraps over ${over}`, sizes),
    { rdms, models },
    {
      parameters: { what: 'bootstrap', comparison, over, resamples },
      operations: operationsOf(sizes),
      run: async (threads) =>
        (await bootstrapRsa(rdms, models, { comparison, over, draws: resamples, seed, threads })).standardErrors[0]!,
      peers,
    },
  )
}

function permutation(sizes: Sizes) {
  const { comparison, resamples } = sizes
  const { rdms, models } = dataOf(sizes)
  return measured(
    described('permutations', sizes),
    { rdms, models },
    {
      parameters: { what: 'permutation', comparison, resamples },
      operations: operationsOf(sizes),
      run: async (threads) => {
        const { maxima } = await permuteRsa(rdms, models, { comparison, permutations: resamples, seed, threads })
        return maxima.reduce((a, b) => a + b) / maxima.length
      },
      peers: ['scipy'],
    },
  )
}

function ceiling(sizes: Sizes) {
  const { comparison, resamples } = sizes
  const { rdms } = dataOf(sizes)
  return measured(
    described('bootstraps of the ceiling', sizes),
    { rdms },
    {
      parameters: { what: 'ceiling', comparison, resamples },
      operations: operationsOf({ ...sizes, models: sizes.subjects }),
      run: async (threads) =>
        (await noiseCeiling(rdms, { comparison, draws: resamples, seed, threads })).upper.standardError,
      peers: ['scipy', 'rsatoolbox'],
    },
  )
}

function flips(subjects: number, variables: number, resamples: number) {
  const values = madeMatrix('float64', subjects, variables)
  return measured(
    `${resamples} sign flips of ${subjects} x ${variables}, mean`,
    { values },
    {
      parameters: { what: 'flips', resamples },
      operations: 2 * subjects * variables * resamples,
      run: async (threads) => {
        const { maxima } = await signFlip(values, { flips: resamples, seed, threads, statistic: 'mean' })
        return maxima.reduce((a, b) => a + b) / maxima.length
      },
      peers: ['numpy-flips'],
    },
  )
}

const small = { comparison: 'spearman', subjects: 1, conditions: 16, models: 1, resamples: 100_000 } as const
const usual = { comparison: 'spearman', subjects: 15, conditions: 16, models: 5, resamples: 200 } as const
const large = { comparison: 'spearman', subjects: 20, conditions: 92, models: 5, resamples: 50 } as const

export const benchmark: Benchmark<number> = {
  name: 'resampling',
  peerScript: 'resampling.py',
  cases: [
    () => bootstrap(small, 'conditions', []),
    () => bootstrap({ ...small, comparison: 'tau-a' }, 'conditions', []),
    () => bootstrap({ ...small, comparison: 'pearson' }, 'conditions', []),
    () => bootstrap(usual, 'both', ['scipy', 'rsatoolbox']),
    () => bootstrap({ ...usual, comparison: 'tau-a', resamples: 50 }, 'both', ['scipy', 'rsatoolbox']),
    () => bootstrap(large, 'both', ['scipy', 'rsatoolbox']),
    () => permutation({ ...usual, resamples: 2000 }),
    () => permutation({ ...large, resamples: 500 }),
    () => ceiling(usual),
    () => ceiling(large),
    () => flips(15, 20_000, 2000),
  ],
  checkTitle: 'estimate',
  checkNote:
    'of the first model (bootstraps), of the upper end (ceilings): the standard error; of permutations and flips: the mean of the maxima',
  peerNotes: {
    scipy: 'a loop over resamples in NumPy, with scipy.stats.rankdata (kendalltau for tau) on each',
    rsatoolbox: 'eval_bootstrap, without its noise ceiling; boot_noise_ceiling of each bootstrap_sample_rdm',
    'numpy-flips': 'signs @ values, then the maxima and the counts',
  },
  cancelDelay: async () => {
    const { rdms, models } = dataOf({ ...large, conditions: 300 })
    const controller = new AbortController()
    let aborted = 0
    setTimeout(() => {
      aborted = performance.now()
      controller.abort()
    }, 300)
    const options = { over: 'both', draws: 100_000, seed, signal: controller.signal } as const
    await bootstrapRsa(rdms, models, options).catch(() => undefined)
    return performance.now() - aborted
  },
}
