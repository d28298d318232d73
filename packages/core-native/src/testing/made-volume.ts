import type { Float } from '../runtime/matrix.js'
import type { Shape3, Volume } from '../searchlight/volume.js'
import { madeMatrix } from './made-matrix.js'

/** Made data as a volume. */
export function madeVolume(
  shape: Shape3,
  value: (normal: number, flat: number) => number = (normal) => normal,
): Volume<Float> {
  const [a, b, c] = shape
  return { data: madeMatrix('float64', 1, a * b * c, (normal, _, flat) => value(normal, flat)).data, shape }
}

/** The same with other values. */
export const mapVolume = (
  { data, shape }: Volume,
  value: (v: number, flat: number) => number,
): Volume<Float64Array> => ({
  data: Float64Array.from(data, value),
  shape,
})
