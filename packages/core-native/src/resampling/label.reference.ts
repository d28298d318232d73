import type { Shape3 } from '../searchlight/volume.js'
import type { Connectivity } from './connectivity.js'

const axesApart = { 6: 1, 18: 2, 26: 3 } as const

/** Flat indices of a voxel's neighbours inside the volume. */
export function neighboursOf(v: number, [a, b, c]: Shape3, connectivity: Connectivity): number[] {
  const [i, j, k] = [Math.floor(v / (b * c)), Math.floor(v / c) % b, v % c]
  const found: number[] = []
  for (let x = Math.max(i - 1, 0); x <= Math.min(i + 1, a - 1); x++)
    for (let y = Math.max(j - 1, 0); y <= Math.min(j + 1, b - 1); y++)
      for (let z = Math.max(k - 1, 0); z <= Math.min(k + 1, c - 1); z++) {
        const apart = Math.abs(x - i) + Math.abs(y - j) + Math.abs(z - k)
        if (apart > 0 && apart <= axesApart[connectivity]) found.push((x * b + y) * c + z)
      }
  return found
}

export interface Labelled {
  /** Of every voxel of the volume: 0, or 1, 2, … in order of the cluster's first voxel. */
  readonly labels: Int32Array
  /** Voxels of each cluster; the first entry is not one's. */
  readonly sizes: readonly number[]
}

/** Connected sets of voxels that are `inside`, by flooding each from its first voxel. */
export function labelReference(inside: readonly boolean[], shape: Shape3, connectivity: Connectivity): Labelled {
  const labels = new Int32Array(inside.length)
  const sizes = [0]
  inside.forEach((_, start) => {
    if (!inside[start] || labels[start]) return
    const label = sizes.push(0) - 1
    const open = [start]
    labels[start] = label
    while (open.length > 0) {
      const v = open.pop()!
      sizes[label]!++
      for (const next of neighboursOf(v, shape, connectivity)) {
        if (!inside[next] || labels[next]) continue
        labels[next] = label
        open.push(next)
      }
    }
  })
  return { labels, sizes }
}
