import type { Philox, Shape3 } from '../../src/index.js'
import { noiseVector } from './simulate.js'

export const shape: Shape3 = [8, 8, 8]
export const voxels = 8 ** 3

/** Noise on the volume, smoothed by three voxels along each axis (zeros around it). */
export function smoothNoise(random: Philox): Float64Array {
  let map = noiseVector(random, voxels)
  for (const stride of [64, 8, 1]) {
    const place = (f: number) => Math.floor(f / stride) % 8
    map = map.map((v, f) => {
      const before = place(f) > 0 ? map[f - stride]! : 0
      return (before + 2 * v + (place(f) < 7 ? map[f + stride]! : 0)) / 2
    })
  }
  return map
}

/** Voxels of a cube of three voxels' width in the middle. */
export const block: readonly number[] = Array.from(
  { length: 27 },
  (_, k) => (3 + Math.floor(k / 9)) * 64 + (3 + (Math.floor(k / 3) % 3)) * 8 + 3 + (k % 3),
)
export const blockCenter = 4 * 64 + 4 * 8 + 4
