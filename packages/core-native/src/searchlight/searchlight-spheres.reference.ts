import type { Pace } from '../runtime/run-kernel.js'
import type { MemberVolume } from './member-volume.js'
import { distanceOf, distanceSlack, type Axes } from './sphere.js'
import type { Shape3 } from './volume.js'

/** One centre's sphere, found by looking at every voxel. */
export interface FoundSphere {
  /** Flat indices, ascending. */
  readonly members: readonly number[]
  /** Voxels of the sphere that are in the volume. */
  readonly inside: number
  /** The distance of the farthest member; of a sphere that grows, of the last one that it needed. */
  readonly radius: number
}

export interface ReferenceTask {
  readonly volume: MemberVolume
  readonly axes: Axes
  readonly limit: number
  readonly voxels: number
  readonly cut: boolean
}

/** The specification of `searchlightSpheres`: calls `found` with the sphere of each centre in turn. */
export async function spheresReference(
  task: ReferenceTask,
  centers: Int32Array,
  found: (sphere: FoundSphere, k: number) => void,
  pace: Pace,
): Promise<void> {
  for (const [k, center] of centers.entries()) {
    found(sphereAround(task, center), k)
    await pace((k + 1) / centers.length)
  }
}

function sphereAround({ volume, axes, limit, voxels, cut }: ReferenceTask, center: number): FoundSphere {
  const { rank } = volume
  const members: { voxel: number; distance: number }[] = []
  let inside = 0
  for (const [voxel, distance] of distancesFrom(center, volume.shape, axes)) {
    if (distance > limit) continue
    inside++
    if (rank[voxel + 1]! > rank[voxel]!) members.push({ voxel, distance })
  }
  const sorted = members.map(({ distance }) => distance).sort((a, b) => a - b)
  if (voxels === 0) return { members: members.map(({ voxel }) => voxel), inside, radius: sorted.at(-1) ?? 0 }
  const radius = sorted[Math.min(voxels, sorted.length) - 1] ?? 0
  const wanted = members.filter(({ distance }) => distance <= radius * (1 + distanceSlack))
  const nearer = ({ distance }: { distance: number }) => distance < radius * (1 - distanceSlack)
  let ties = cut ? voxels - wanted.filter(nearer).length : Infinity
  const kept = wanted.filter((member) => nearer(member) || ties-- > 0)
  return { members: kept.map(({ voxel }) => voxel), inside, radius }
}

/** Every voxel of the volume, in ascending order, with its distance. */
function* distancesFrom(
  center: number,
  [nx, ny, nz]: Shape3,
  axes: Axes,
): Generator<[voxel: number, distance: number]> {
  const [ci, cj, ck] = [Math.floor(center / nz / ny), Math.floor(center / nz) % ny, center % nz]
  let voxel = 0
  for (let i = 0; i < nx; i++)
    for (let j = 0; j < ny; j++) for (let k = 0; k < nz; k++) yield [voxel++, distanceOf(axes, i - ci, j - cj, k - ck)]
}
