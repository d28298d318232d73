import type { Benchmark, BenchmarkCase } from '../testing/benchmark.js'
import { fullMantissa, madeMatrix } from '../testing/made-matrix.js'
import { volumeInference, type VolumeInference } from './index.js'

const shape = [64, 64, 61] as const
const [subjects, voxels, flips, connectivity] = [20, shape[0] * shape[1] * shape[2], 64, 26] as const
const mask = { data: new Uint8Array(voxels).fill(1), shape }
const maps = () => madeMatrix('float64', subjects, voxels, fullMantissa)

function measured(statistic: 'tfce' | 'cluster-mass' | 'voxel'): BenchmarkCase<VolumeInference> {
  const x = maps()
  return {
    label: `${statistic}, ${subjects} subjects x ${shape.join(' x ')}, ${flips} flips, both tails`,
    type: 'float64',
    inputs: { maps: x },
    parameters: { shape, connectivity, peerFlips: 2 },
    // Of t: a sum of signed values, and one of squared differences.
    operations: flips * subjects * voxels * 5,
    run: (threads) =>
      volumeInference(x, mask, { statistic, threshold: 2.5, connectivity, tail: 'both', flips, seed: 1, threads }),
    check: () => ({ ask: {}, ours: () => 'exact', theirs: () => 'of 100 steps' }),
    peers: statistic === 'tfce' ? [{ name: 'scipy-flips', threaded: false }] : [],
  }
}

export const benchmark: Benchmark<VolumeInference> = {
  name: 'volume-inference',
  peerScript: 'volumes.py',
  cases: [() => measured('tfce'), () => measured('cluster-mass'), () => measured('voxel')],
  checkTitle: 'integral',
  checkNote: 'of TFCE',
  peerNotes: {
    'scipy-flips':
      'scipy.stats.ttest_1samp and the sum over 100 steps with scipy.ndimage.label: only 2 flips, on one thread',
  },
  cancelDelay: async () => {
    const controller = new AbortController()
    let aborted = 0
    setTimeout(() => {
      aborted = performance.now()
      controller.abort()
    }, 600)
    const options = { statistic: 'tfce', connectivity, tail: 'both', flips: 10_000, seed: 1 } as const
    await volumeInference(maps(), mask, { ...options, signal: controller.signal }).catch(() => undefined)
    return performance.now() - aborted
  },
}
