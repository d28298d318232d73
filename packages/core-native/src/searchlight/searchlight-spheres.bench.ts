import { createHash } from 'node:crypto'
import type { Matrix } from '../runtime/matrix.js'
import type { Benchmark, BenchmarkCase, BenchmarkCheck } from '../testing/benchmark.js'
import { ellipsoidMask, fullMask } from '../testing/made-volumes.js'
import { searchlightSpheres, type SphereOptions, type Spheres, type Volume } from './index.js'

/** As tools/peers/searchlight.py makes it: centres, offsets and members as int32, as one hash. */
function digest({ centers, offsets, indices }: Spheres): string {
  const hash = createHash('sha256')
  for (const part of [centers, Int32Array.from(offsets, Number), indices])
    hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
  return hash.digest('hex')
}

const voxelsOf = (mask: Volume<Uint8Array>) => [...mask.data.keys()].filter((v) => mask.data[v]! > 0)

function sameSpheres(mask: Volume<Uint8Array>, asked: boolean): BenchmarkCheck<Spheres> {
  return {
    ask: asked ? { mask: voxelsOf(mask), voxels: mask.data.length } : {},
    ours: ({ centers, indices }) => `${centers.length} centres, ${indices.length} members`,
    theirs: (answer, ours) => (answer['digest'] === digest(ours) ? 'the same' : 'others'),
  }
}

async function measured(label: string, mask: Volume<Uint8Array>, options: SphereOptions, beside: boolean) {
  const { indices } = await searchlightSpheres(mask, options)
  const flat: Matrix = { data: Float32Array.from(mask.data), rows: 1, cols: mask.data.length }
  return { label, mask, options, beside, members: indices.length, flat }
}

const benchmarkVolume = await measured(
  'mask of 13944 voxels, strictly within 3, half in the mask',
  ellipsoidMask(),
  { radius: 3, inclusive: false, minFraction: 0.5 },
  true,
)
const brain = await measured(
  '64 x 76 x 64 voxels, radius 3, faces skipped',
  fullMask([64, 76, 64]),
  { radius: 3, edge: 'skip' },
  false,
)
const counted = await measured('mask of 13944 voxels, the nearest 100', ellipsoidMask(), { voxels: 100 }, false)

const toCase = ({
  label,
  mask,
  options,
  beside,
  members,
  flat,
}: Awaited<ReturnType<typeof measured>>): BenchmarkCase<Spheres> => ({
  label,
  type: 'float32',
  inputs: beside ? { mask: flat } : {},
  parameters: { shape: mask.shape, radius: options.radius, threshold: options.minFraction },
  operations: members,
  run: (threads) => searchlightSpheres(mask, { ...options, threads }),
  check: () => sameSpheres(mask, beside),
  peers: beside
    ? [
        { name: 'numpy', threaded: false },
        { name: 'rsatoolbox', threaded: false },
      ]
    : [],
})

export const benchmark: Benchmark<Spheres> = {
  name: 'searchlight-spheres',
  peerScript: 'searchlight.py',
  cases: [benchmarkVolume, brain, counted].map((one) => () => toCase(one)),
  checkTitle: 'spheres',
  checkNote:
    'what was found; of a peer, whether its centres and members (in the mask) are ours. GFLOP/s counts members',
  peerNotes: {
    numpy: 'one pass over all voxels of the mask for each step of the sphere',
    rsatoolbox: 'get_volume_searchlight',
  },
}
