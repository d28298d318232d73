import { describe, expect, test } from 'vitest'
import { fullMask, maskOf } from '../testing/made-volumes.js'
import { searchlightSpheres } from './index.js'

const affine = (x: number, y = x, z = x) => Float64Array.of(x, 0, 0, -90, 0, y, 0, -126, 0, 0, z, -72, 0, 0, 0, 1)

describe('bad input gets one clear error', () => {
  const mask = fullMask([3, 4, 5])
  const flat = Float64Array.of(1, 2, 0, 0, 2, 4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)
  const mm = { radius: 3, unit: 'mm' }
  test.each([
    [[null, { radius: 1 }], 'INVALID_ARGUMENT', 'Expected a volume {data, shape} for mask but received null'],
    [
      [{ ...mask, data: [1] }, { radius: 1 }],
      'INVALID_ARGUMENT',
      'a Uint8Array, Float32Array or Float64Array for mask.data',
    ],
    [
      [{ ...mask, shape: [60] }, { radius: 1 }],
      'INVALID_ARGUMENT',
      'an array of three numbers of voxels for mask.shape',
    ],
    [
      [{ ...mask, shape: [3, 0, 5] }, { radius: 1 }],
      'INVALID_ARGUMENT',
      'an integer of at least 1 for mask.shape[1] but received 0',
    ],
    [
      [{ ...mask, shape: [2 ** 16, 2 ** 15, 1] }, { radius: 1 }],
      'INVALID_ARGUMENT',
      'at most 2147483647 voxels for mask.shape',
    ],
    [
      [{ ...mask, shape: [3, 4, 4] }, { radius: 1 }],
      'INVALID_SHAPE',
      'Expected 3 x 4 x 4 = 48 values for mask.data but received 60',
    ],
    [
      [maskOf([3, 4, 5], []), { radius: 1 }],
      'INVALID_ARGUMENT',
      'Expected at least one voxel for mask but received none',
    ],
    [[mask], 'INVALID_ARGUMENT', 'Expected a number of at least 0 for options.radius but received undefined'],
    [[mask, null], 'INVALID_ARGUMENT', 'Expected an object for options but received null'],
    [[mask, { radius: -1 }], 'INVALID_ARGUMENT', 'Expected a number of at least 0 for options.radius but received -1'],
    [
      [mask, { radius: NaN }],
      'INVALID_ARGUMENT',
      'Expected a number of at least 0 for options.radius but received NaN',
    ],
    [[mask, { radius: 0, inclusive: false }], 'INVALID_ARGUMENT', 'Expected a number above 0 for options.radius'],
    [[mask, { radius: 256 }], 'INVALID_ARGUMENT', 'Expected a sphere that reaches at most 255 voxels along each axis'],
    [
      [mask, { radius: Infinity }],
      'INVALID_ARGUMENT',
      'Expected a sphere that reaches at most 255 voxels along each axis',
    ],
    [[mask, { radius: 1, inclusive: 'no' }], 'INVALID_ARGUMENT', 'Expected true or false for options.inclusive'],
    [[mask, { radius: 1, unit: 'cm' }], 'INVALID_ARGUMENT', 'Expected voxel or mm for options.unit but received cm'],
    [[mask, mm], 'INVALID_ARGUMENT', 'Expected a Float64Array for options.affine but received undefined'],
    [
      [mask, { ...mm, affine: new Float64Array(9) }],
      'INVALID_SHAPE',
      'Expected 16 values for options.affine but received 9',
    ],
    [
      [mask, { ...mm, affine: new Float64Array(16) }],
      'INVALID_ARGUMENT',
      'Expected 0 0 0 1 for the last row of options.affine',
    ],
    [[mask, { ...mm, affine: affine(NaN) }], 'INVALID_ARGUMENT', 'Expected a finite number for options.affine[0]'],
    [
      [mask, { ...mm, affine: affine(0) }],
      'INVALID_ARGUMENT',
      'Expected three axes that span the space for options.affine',
    ],
    [[mask, { ...mm, affine: flat }], 'INVALID_ARGUMENT', 'Expected three axes that span the space for options.affine'],
    [[mask, { ...mm, affine: affine(1e-3) }], 'INVALID_ARGUMENT', 'Expected a sphere that reaches at most 255 voxels'],
    [
      [mask, { radius: 1, affine: affine(3) }],
      'INVALID_ARGUMENT',
      'Expected mm, as there is an affine, for options.unit',
    ],
    [[mask, { voxels: 0 }], 'INVALID_ARGUMENT', 'Expected an integer of at least 1 for options.voxels but received 0'],
    [
      [mask, { voxels: 61 }],
      'INVALID_ARGUMENT',
      'Expected at most 60, the voxels of mask, for options.voxels but received 61',
    ],
    [
      [mask, { voxels: 5, ties: 'some' }],
      'INVALID_ARGUMENT',
      'Expected all or first for options.ties but received some',
    ],
    [
      [mask, { voxels: 5, edge: 'skip' }],
      'INVALID_ARGUMENT',
      'Expected clip, as options.voxels lets the sphere grow, for',
    ],
    [
      [mask, { voxels: 5, members: 'sphere' }],
      'INVALID_ARGUMENT',
      'Expected mask, as options.voxels lets the sphere grow',
    ],
    [
      [mask, { voxels: 5, minFraction: 0.5 }],
      'INVALID_ARGUMENT',
      'Expected 0, as options.voxels lets the sphere grow, for',
    ],
    [
      [mask, { radius: 1, edge: 'wrap' }],
      'INVALID_ARGUMENT',
      'Expected clip or skip for options.edge but received wrap',
    ],
    [
      [mask, { radius: 1, members: 1 }],
      'INVALID_ARGUMENT',
      'Expected mask or sphere for options.members but received 1',
    ],
    [
      [mask, { radius: 1, minVoxels: -1 }],
      'INVALID_ARGUMENT',
      'Expected an integer of at least 0 for options.minVoxels',
    ],
    [
      [mask, { radius: 1, minFraction: 1.5 }],
      'INVALID_ARGUMENT',
      'Expected a number from 0 to 1 for options.minFraction',
    ],
    [[mask, { radius: 1, fractionOf: 'all' }], 'INVALID_ARGUMENT', 'Expected volume or sphere for options.fractionOf'],
    [
      [mask, { radius: 1, centers: fullMask([3, 5, 4]) }],
      'INVALID_SHAPE',
      'Expected 3 x 4 x 5, the shape of mask, for options.centers.shape but received 3 x 5 x 4',
    ],
    [
      [mask, { radius: 1, centers: maskOf([3, 4, 5], []) }],
      'INVALID_ARGUMENT',
      'at least one voxel for options.centers but received none',
    ],
  ])('%#', async (args, code, message) => {
    await expect((searchlightSpheres as (...a: unknown[]) => Promise<unknown>)(...args)).rejects.toMatchObject({
      ...{ name: 'CoreNativeError', code, message: expect.stringContaining(message) },
    })
  })
})
