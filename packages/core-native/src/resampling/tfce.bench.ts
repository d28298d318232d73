import type { Benchmark, BenchmarkCase } from '../testing/benchmark.js'
import { smoothMap } from '../testing/smooth-map.js'
import { tfce } from './index.js'

const shape = [64, 64, 61] as const
const voxels = shape[0] * shape[1] * shape[2]

function measured(kind: string, times: number, connectivity: 6 | 26): BenchmarkCase<Float64Array> {
  const map = smoothMap(shape, times)
  const largest = (scores: ArrayLike<number>) => Array.from(scores).reduce((most, s) => Math.max(most, Math.abs(s)), 0)
  return {
    label: `${kind} ${shape.join(' x ')}, ${connectivity} neighbours, both tails`,
    type: 'float64',
    inputs: { map: { data: map.data, rows: 1, cols: voxels } },
    parameters: { shape, connectivity },
    // Comparisons with neighbours: there is no usual count.
    operations: voxels * connectivity,
    run: (threads) => tfce(map, { connectivity, tail: 'both', threads }),
    check: () => ({
      ask: {},
      ours: () => 'exact',
      theirs: ({ scores }, ours) => {
        const [most, theirs] = [largest(ours), scores as number[]]
        return (theirs.reduce((worst, s, v) => Math.max(worst, Math.abs(s - ours[v]!)), 0) / most).toExponential(0)
      },
    }),
    peers: [{ name: 'scipy', threaded: false }],
  }
}

export const benchmark: Benchmark<Float64Array> = {
  name: 'tfce',
  peerScript: 'volumes.py',
  cases: [
    () => measured('smooth', 4, 26),
    () => measured('smooth', 4, 6),
    () => measured('noise', 0, 26),
    () => measured('noise', 0, 6),
  ],
  checkTitle: 'difference',
  checkNote:
    'the largest |score - exact score| over the largest |exact score|; operations are comparisons of neighbours',
  peerNotes: { scipy: 'the sum over 100 steps with scipy.ndimage.label at each, both tails, on one thread' },
}
