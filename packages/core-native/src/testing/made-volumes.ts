import { voxelsOf, type Shape3, type Volume } from '../searchlight/volume.js'

/** A mask of the voxels with these flat indices. */
export function maskOf(shape: Shape3, voxels: Iterable<number>): Volume<Uint8Array> {
  const data = new Uint8Array(voxelsOf(shape))
  for (const voxel of voxels) data[voxel] = 1
  return { data, shape }
}

/** A mask of all voxels. */
export const fullMask = (shape: Shape3): Volume<Uint8Array> => ({
  data: new Uint8Array(voxelsOf(shape)).fill(1),
  shape,
})

/**
 * The volume of the searchlight benchmarks: 30 x 36 x 30 voxels, of which the 13,944 of an ellipsoid are the mask,
 * ((i - 14.5) / 14)² + ((j - 17.5) / 17)² + ((k - 14.5) / 14)² < 1.
 */
export function ellipsoidMask(): Volume<Uint8Array> {
  const shape = [30, 36, 30] as const
  const mask = maskOf(shape, [])
  for (let voxel = 0; voxel < mask.data.length; voxel++) {
    const [i, j, k] = [Math.floor(voxel / (36 * 30)), Math.floor(voxel / 30) % 36, voxel % 30]
    mask.data[voxel] = Number(((i - 14.5) / 14) ** 2 + ((j - 17.5) / 17) ** 2 + ((k - 14.5) / 14) ** 2 < 1)
  }
  return mask
}
