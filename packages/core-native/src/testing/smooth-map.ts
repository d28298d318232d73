import type { Shape3, Volume } from '../searchlight/volume.js'
import { fullMantissa } from './made-matrix.js'
import { madeVolume } from './made-volume.js'

/** Noise, smoothed `times` times by three voxels along each axis, with a standard deviation of 1: like a map of t. */
export function smoothMap(shape: Shape3, times: number): Volume<Float64Array> {
  let data = Float64Array.from(madeVolume(shape, fullMantissa).data)
  for (const stride of [shape[1] * shape[2], shape[2], 1])
    for (let k = 0; k < times; k++)
      data = data.map((v, f) => v + ((data[f - stride] ?? 0) + (data[f + stride] ?? 0)) / 2)
  const deviation = Math.sqrt(data.reduce((sum, v) => sum + v * v, 0) / data.length)
  return { data: data.map((v) => v / deviation), shape }
}
