import fc from 'fast-check'
import type { Shape3, Volume } from '../searchlight/volume.js'

export interface MaskedVolume {
  readonly map: Volume
  readonly mask: Volume | undefined
}

/** Any volume of up to `most` voxels along an axis: with ties, plateaus, zeros, NaN, and with and without a mask; one
 * voxel at least is inside. */
export function anyVolume(most: number): fc.Arbitrary<MaskedVolume> {
  const side = fc.integer({ min: 1, max: most })
  const value = fc.oneof(
    { weight: 4, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
    { weight: 3, arbitrary: fc.integer({ min: -2, max: 2 }) },
    { weight: 2, arbitrary: fc.constantFrom(0.7, -0.7, 0, -0) },
    { weight: 1, arbitrary: fc.constant(NaN) },
  )
  return fc.tuple(side, side, side).chain((sides) => volumeOf(sides, value))
}

function volumeOf(shape: Shape3, value: fc.Arbitrary<number>): fc.Arbitrary<MaskedVolume> {
  const length = shape[0] * shape[1] * shape[2]
  const all = { minLength: length, maxLength: length, size: 'max' } as const
  const inside = fc.option(fc.array(fc.constantFrom(0, 1, 1, 1), all), { nil: undefined })
  return fc.tuple(fc.array(value, all), inside, fc.nat(length - 1)).map(([values, kept, sure]) => {
    values[sure] = Number.isNaN(values[sure]!) ? 1 : values[sure]!
    const mask = kept && { data: Uint8Array.from(kept, (v, k) => (k === sure ? 1 : v)), shape }
    return { map: { data: Float64Array.from(values), shape }, mask }
  })
}
