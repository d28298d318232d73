import { CoreNativeError, invalid } from '../runtime/errors.js'
import type { Float } from '../runtime/matrix.js'
import { fixedLength, isTyped } from '../runtime/typed-array.js'

/** Numbers of voxels along the three axes. */
export type Shape3 = readonly [number, number, number]

/**
 * A volume in C order, the last axis fastest: voxel (i, j, k) is `data[(i * shape[1] + j) * shape[2] + k]`, and that place
 * is its flat index. As a mask it holds the voxels whose value is neither 0 nor NaN.
 */
export interface Volume<T extends Uint8Array | Float = Uint8Array | Float> {
  readonly data: T
  readonly shape: Shape3
}

/** Flat indices are int32. */
const mostVoxels = 2 ** 31 - 1

/**
 * Checks three sizes.
 * @returns a frozen copy, so that later changes to `value` change nothing
 * @throws CoreNativeError INVALID_ARGUMENT (not three positive integers, more than 2^31 - 1 voxels)
 */
export function checkShape(value: Shape3, name: string): Shape3 {
  if (!Array.isArray(value) || value.length !== 3) throw invalid('an array of three numbers of voxels', name, value)
  const shape = [value[0] as number, value[1] as number, value[2] as number] as const
  for (const [axis, size] of shape.entries())
    if (!Number.isSafeInteger(size) || size < 1) throw invalid('an integer of at least 1', `${name}[${axis}]`, size)
  if (voxelsOf(shape) > mostVoxels) throw invalid(`at most ${mostVoxels} voxels`, name, shape.join(' x '))
  return Object.freeze(shape)
}

export const voxelsOf = ([a, b, c]: Shape3): number => a * b * c

/**
 * Checks a volume argument, reading each property once.
 * @returns a frozen copy of the two properties (the data are shared)
 * @throws CoreNativeError INVALID_ARGUMENT (not a volume, sizes that are no positive integers, a resizable buffer) or
 *   INVALID_SHAPE (`data.length` is not the product of the sizes, as for a detached buffer)
 */
export function checkVolume(value: Volume, name: string): Volume {
  if (typeof value !== 'object' || value === null) throw invalid('a volume {data, shape}', name, value)
  const { data, shape: sizes } = value
  if (!isTyped(data, ['Uint8Array', 'Float32Array', 'Float64Array']))
    throw invalid('a Uint8Array, Float32Array or Float64Array', `${name}.data`, data)
  const shape = checkShape(sizes, `${name}.shape`)
  const length = fixedLength(data, `${name}.data`)
  if (length !== voxelsOf(shape))
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected ${shape.join(' x ')} = ${voxelsOf(shape)} values for ${name}.data but received ${length}`,
    )
  return Object.freeze({ data: data as Volume['data'], shape })
}
