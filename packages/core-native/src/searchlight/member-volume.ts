import { invalid } from '../runtime/errors.js'
import { voxelsOf, type Shape3, type Volume } from './volume.js'

/** The voxels of a mask, as copies: nothing changes them while a kernel runs. */
export interface MemberVolume {
  readonly shape: Shape3
  /** Of each voxel, and of the end: the members before it. */
  readonly rank: Int32Array
  /** Flat indices, ascending. */
  readonly members: Int32Array
}

/**
 * Lists the voxels of a mask.
 * @throws CoreNativeError INVALID_ARGUMENT where there is none
 */
export function memberVolume({ data, shape }: Volume, name: string): MemberVolume {
  const voxels = voxelsOf(shape)
  const rank = new Int32Array(voxels + 1)
  let count = 0
  for (let v = 0; v < voxels; v++) {
    rank[v] = count
    const value = data[v]!
    if (value !== 0 && value === value) count++
  }
  rank[voxels] = count
  if (count === 0) throw invalid('at least one voxel', name, 'none')
  const members = new Int32Array(count)
  for (let v = 0; v < voxels; v++) if (rank[v + 1]! > rank[v]!) members[rank[v]!] = v
  return { shape, rank, members }
}

/** All voxels. */
export function wholeVolume(shape: Shape3): MemberVolume {
  const rank = new Int32Array(voxelsOf(shape) + 1)
  for (let v = 0; v < rank.length; v++) rank[v] = v
  return { shape, rank, members: rank.subarray(0, -1) }
}
