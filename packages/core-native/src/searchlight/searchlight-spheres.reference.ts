import type { Pace } from '../runtime/run-kernel.js'
import type { MemberVolume } from './member-volume.js'
import { distanceOf, distanceSlack, type Axes } from './sphere.js'

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
  const { shape, rank } = volume
  const place = (voxel: number) => [
    Math.floor(voxel / shape[2] / shape[1]),
    Math.floor(voxel / shape[2]) % shape[1],
    voxel % shape[2],
  ]
  const from = place(center)
  const near = Array.from({ length: rank.length - 1 }, (_, voxel) => {
    const [dx, dy, dz] = place(voxel).map((at, axis) => at - from[axis]!) as [number, number, number]
    return { voxel, distance: distanceOf(axes, dx, dy, dz) }
  }).filter(({ distance }) => distance <= limit)
  const members = near.filter(({ voxel }) => rank[voxel + 1]! > rank[voxel]!)
  const inside = near.length
  const sorted = members.map(({ distance }) => distance).sort((a, b) => a - b)
  if (voxels === 0) return { members: members.map(({ voxel }) => voxel), inside, radius: sorted.at(-1) ?? 0 }
  const radius = sorted[Math.min(voxels, sorted.length) - 1] ?? 0
  const wanted = members.filter(({ distance }) => distance <= radius * (1 + distanceSlack))
  const nearer = ({ distance }: { distance: number }) => distance < radius * (1 - distanceSlack)
  let ties = cut ? voxels - wanted.filter(nearer).length : Infinity
  const kept = wanted.filter((member) => nearer(member) || ties-- > 0)
  return { members: kept.map(({ voxel }) => voxel), inside, radius }
}
