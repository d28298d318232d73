import type { Matrix } from '../runtime/matrix.js'
import type { Benchmark, BenchmarkCase, BenchmarkPeer } from '../testing/benchmark.js'
import { madeMatrix, type FloatType } from '../testing/made-matrix.js'
import { ellipsoidMask, fullMask } from '../testing/made-volumes.js'
import { searchlightRdms, searchlightRsa, searchlightSpheres, type Spheres } from './index.js'

const half = { radius: 3, inclusive: false, minFraction: 0.5 } as const
const spheres = await searchlightSpheres(ellipsoidMask(), half)
const flatMask: Matrix = { data: Float32Array.from(ellipsoidMask().data), rows: 1, cols: ellipsoidMask().data.length }
const parameters = { shape: ellipsoidMask().shape, radius: 3, threshold: 0.5 }
// A few centres whose values the peers are asked for.
const asked = [0, 1000, 5000, spheres.centers.length - 1]

const pairsOf = (conditions: number) => (conditions * (conditions - 1)) / 2
/** 2 for each multiply-add of each pair over each member. */
const operationsOf = (s: Spheres, conditions: number) => 2 * s.indices.length * pairsOf(conditions)

function worst(theirs: unknown, ours: Matrix): string {
  const rows = theirs as number[][]
  const errors = asked.flatMap((center, k) => rows[k]!.map((v, p) => Math.abs(v - ours.data[center * ours.cols + p]!)))
  return Math.max(...errors).toExponential(1)
}

const check = {
  ask: { centers: asked },
  ours: ({ rows, cols }: Matrix) => `${rows} x ${cols}`,
  theirs: (answer: Readonly<Record<string, unknown>>, ours: Matrix) => worst(answer['values'], ours),
}

const peersOf = (what: string): BenchmarkPeer[] =>
  ['scipy', 'rsatoolbox'].map((name) => ({ name: `${name}_${what}`, threaded: false }))

function rdmCase(type: FloatType): BenchmarkCase<Matrix> {
  const betas = madeMatrix(type, 20, flatMask.cols)
  return {
    ...{ label: 'RDMs: 13,696 centres x 20 conditions', type, parameters },
    inputs: { mask: flatMask, betas },
    operations: operationsOf(spheres, 20),
    run: (threads) => searchlightRdms(betas, spheres, { metric: 'correlation', threads }),
    ...{ check: () => check, peers: peersOf('rdms') },
  }
}

function spearmanCase(type: FloatType): BenchmarkCase<Matrix> {
  const betas = madeMatrix(type, 20, flatMask.cols)
  const models = madeMatrix('float64', 1, 190)
  return {
    ...{ label: 'RDMs and Spearman, one model', type, parameters },
    inputs: { mask: flatMask, betas, models },
    operations: operationsOf(spheres, 20),
    run: async (threads) =>
      (await searchlightRsa(betas, spheres, models, { metric: 'correlation', comparison: 'spearman', threads })).values,
    ...{ check: () => check, peers: peersOf('spearman') },
  }
}

/** A whole brain: every voxel of 64 x 63 x 62 is a centre, as if there were 249,984 in a mask. */
async function brain(): Promise<Spheres> {
  return searchlightSpheres(fullMask([64, 63, 62]), { radius: 3 })
}

async function brainCase(): Promise<BenchmarkCase<Matrix>> {
  const all = await brain()
  const betas = madeMatrix('float32', 100, 64 * 63 * 62)
  const models = madeMatrix('float64', 1, 4950)
  return {
    ...{ label: 'whole brain: 249,984 centres x 100 conditions, Spearman', type: 'float32', parameters: {} },
    inputs: {},
    operations: operationsOf(all, 100),
    run: async (threads) =>
      (await searchlightRsa(betas, all, models, { metric: 'correlation', comparison: 'spearman', threads })).values,
    ...{ check: () => check, peers: [] },
  }
}

async function nullCase(): Promise<BenchmarkCase<Matrix>> {
  const all = await searchlightSpheres(fullMask([33, 40, 25]), { radius: 3 })
  const betas = madeMatrix('float32', 16, 33 * 40 * 25)
  const models = madeMatrix('float64', 20, 120)
  const options = { metric: 'correlation', comparison: 'spearman', permutations: 10_000, seed: 1 } as const
  return {
    ...{ label: '10,000 permutations x 20 models x 33,000 centres x 120 pairs', type: 'float32', parameters: {} },
    inputs: {},
    operations: 2 * 10_000 * 20 * 33_000 * 120,
    run: async (threads) =>
      (await searchlightRsa(betas, all, models, { ...options, threads })).permutations!.pCorrected,
    ...{ check: () => check, peers: [] },
  }
}

const [whole, permuted] = [await brainCase(), await nullCase()]

export const benchmark: Benchmark<Matrix> = {
  name: 'searchlight-rsa',
  peerScript: 'searchlight.py',
  cases: [
    () => rdmCase('float32'),
    () => rdmCase('float64'),
    () => spearmanCase('float32'),
    () => spearmanCase('float64'),
    () => whole,
    () => permuted,
  ],
  checkTitle: 'result',
  checkNote: 'ours: centres x values; of a peer, the largest difference in four centres',
  peerNotes: {
    scipy_rdms: 'pdist of each sphere',
    rsatoolbox_rdms: 'get_searchlight_RDMs',
    scipy_spearman: 'pdist and spearmanr of each sphere',
    rsatoolbox_spearman: 'get_searchlight_RDMs and evaluate_models_searchlight',
  },
}
