import type { Neighbourhoods } from '../searchlight/index.js'

/** A neighbourhood of each size: voxels spread over the volume, ascending, none twice. */
export function madeNeighbourhoods(voxels: number, sizes: readonly number[]): Neighbourhoods {
  const sets = sizes.map((size, k) =>
    Array.from({ length: size }, (_, m) => (k * 5 + Math.floor((m * voxels) / size)) % voxels).sort((a, b) => a - b),
  )
  const offsets = new Int32Array(sizes.length + 1)
  for (const [k, set] of sets.entries()) offsets[k + 1] = offsets[k]! + set.length
  return { centers: Int32Array.from(sizes, (_, k) => k), offsets, indices: Int32Array.from(sets.flat()) }
}
