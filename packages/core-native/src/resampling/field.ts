import { CoreNativeError, invalid } from '../runtime/errors.js'
import { checkVolume, voxelsOf, type Shape3, type Volume } from '../searchlight/volume.js'

/** The voxels of a map that count: in the mask, and not NaN. */
export interface Field {
  readonly shape: Shape3
  /** Flat indices, ascending. */
  readonly voxels: Int32Array
  /** One for each of them. */
  readonly values: Float64Array
}

/** The error of a mask that leaves nothing. */
export const noVoxel = (expected: string, name: string): CoreNativeError =>
  new CoreNativeError('INVALID_ARGUMENT', `Expected ${expected} for ${name} but received none`)

/** A volume with a margin of one cell around it has int32 indices too. */
function checkMargin(shape: Shape3, name: string): void {
  const [a, b, c] = shape.map((size) => size + 2) as [number, number, number]
  if (a * b * c >= 2 ** 31)
    throw invalid('at most 2^31 - 1 voxels, with a margin of one around them', name, shape.join(' x '))
}

/** Flat indices of the voxels of a checked volume that `keep` holds for. */
function indicesWhere({ data, shape }: Volume, keep: (value: number) => boolean): Int32Array {
  // Not data.length, which may say something else.
  const length = voxelsOf(shape)
  const indices = new Int32Array(length)
  let count = 0
  for (let v = 0; v < length; v++) if (keep(data[v]!)) indices[count++] = v
  return indices.slice(0, count)
}

/**
 * Checks a mask.
 * @returns the flat indices of the voxels that are neither 0 nor NaN, ascending
 * @throws CoreNativeError INVALID_ARGUMENT (not a volume, no voxel inside), INVALID_SHAPE
 */
export function checkMask(value: Volume, name: string): { shape: Shape3; voxels: Int32Array } {
  const volume = checkVolume(value, name)
  const { shape } = volume
  checkMargin(shape, `${name}.shape`)
  const voxels = indicesWhere(volume, (inside) => inside !== 0 && !Number.isNaN(inside))
  if (voxels.length === 0) throw noVoxel('at least one voxel inside', name)
  return { shape, voxels }
}

/**
 * Checks a map and its mask; a voxel whose value is NaN is outside.
 * @throws CoreNativeError INVALID_ARGUMENT (not a volume, an infinite value inside, no voxel inside), INVALID_SHAPE
 */
export function checkField(map: Volume, mask: Volume | undefined): Field {
  const { data, shape } = checkVolume(map, 'map')
  checkMargin(shape, 'map.shape')
  const inside = mask === undefined ? undefined : checkVolume(mask, 'options.mask')
  if (inside && inside.shape.some((size, axis) => size !== shape[axis]))
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected ${shape.join(' x ')} voxels for options.mask but received ${inside.shape.join(' x ')}`,
    )
  const among = inside && checkMask(inside, 'options.mask').voxels
  const all = among ?? indicesWhere({ data, shape }, () => true)
  const voxels = new Int32Array(all.length)
  const values = new Float64Array(all.length)
  let count = 0
  for (let k = 0; k < all.length; k++) {
    const value = data[all[k]!]!
    if (Number.isNaN(value)) continue
    if (!Number.isFinite(value)) throw invalid('finite values (NaN is outside the mask)', `map.data[${all[k]}]`, value)
    voxels[count] = all[k]!
    values[count++] = value
  }
  if (count === 0) throw noVoxel('at least one voxel that is in the mask and not NaN', 'map.data')
  return { shape, voxels: voxels.subarray(0, count), values: values.subarray(0, count) }
}

/** What native code reads of a field: volume-args.napi.cc. */
export const volumeArgs = ({ shape, voxels }: Pick<Field, 'shape' | 'voxels'>, axesApart: number) => ({
  voxels,
  count: voxels.length,
  shape: Int32Array.from(shape),
  axesApart,
})

/** Values of the field's voxels in a whole volume; 0 elsewhere. */
export function spreadOver<T extends Float64Array | Int32Array>({ voxels }: Field, values: T, volume: T): T {
  for (let k = 0; k < values.length; k++) volume[voxels[k]!] = values[k]!
  return volume
}
