import assert from 'node:assert/strict'
import fc from 'fast-check'
import { memberMask, memberRules, searchlightSpheres, type Matrix, type Spheres, type Volume } from '../../src/index.js'
import type { Entry } from './entry.js'
import { computeOptions, fill, floatType, planned, plannedOptions, recipes, rowCount } from './recipes.js'

const axis = fc.integer({ min: 1, max: 6 })
const volumeShape = fc.tuple(axis, axis, axis)
const maskTypes = { Uint8Array, Float32Array, Float64Array }

/** A mask whose first voxel is in it; `holes` in a row of the others are not. */
function maskedVolume(type: keyof typeof maskTypes, shape: readonly number[], holes: number) {
  const data = new maskTypes[type](shape.reduce((a, b) => a * b))
  return { data: data.map((_, v) => Number(v % (holes + 2) <= 1)), shape: [...shape] }
}

/** The voxels that searchlights consist of. */
export const sphereEntries: readonly Entry[] = [
  {
    name: 'searchlightSpheres',
    call: searchlightSpheres as Entry['call'],
    valid: recipes(
      fc.record({
        type: fc.constantFrom('Uint8Array', 'Float32Array', 'Float64Array'),
        ...{ shape: volumeShape, holes: fc.nat(4), apart: fc.option(fc.nat(4), { nil: undefined }) },
        sphere: fc.oneof(
          fc.record(
            {
              ...{
                radius: fc.double({ min: 0.1, max: 9, noNaN: true }),
                inclusive: fc.boolean(),
                minVoxels: fc.nat(9),
              },
              ...{ minFraction: fc.double({ min: 0, max: 1, noNaN: true }), edge: fc.constantFrom('clip', 'skip') },
              ...{ members: fc.constantFrom('mask', 'sphere'), fractionOf: fc.constantFrom('volume', 'sphere') },
            },
            { requiredKeys: ['radius'] },
          ),
          fc.record({ voxels: fc.constant(1), ties: fc.constantFrom('all', 'first'), minVoxels: fc.nat(9) }),
        ),
        ...{ mm: fc.boolean(), options: computeOptions },
      }),
      ({ type, shape, holes, apart, sphere, mm, options }) => {
        const centers = apart === undefined ? {} : { centers: maskedVolume('Uint8Array', shape, apart) }
        const affine = Float64Array.of(3, 0.2, 0, -9, 0, 3, 0, -9, 0, 0, 4, -9, 0, 0, 0, 1)
        const inMm = mm ? { unit: 'mm', affine } : {}
        return [maskedVolume(type, shape, holes), { ...plannedOptions(options), ...sphere, ...centers, ...inMm }]
      },
    ),
    check: (result, [mask]) => {
      const { centers, offsets, indices, shape } = result as Spheres
      assert.deepEqual([...shape], [...(mask as Volume).shape])
      assert(centers instanceof Int32Array && indices instanceof Int32Array, 'flat indices')
      assert(offsets instanceof BigInt64Array && offsets.length === centers.length + 1, 'one more than centres')
      assert(offsets.at(-1) === BigInt(indices.length), 'to the end')
      assert(
        indices.every((v) => v >= 0 && v < (mask as Volume).data.length),
        'voxels of the volume',
      )
    },
  },
  {
    name: 'memberMask',
    call: memberMask as Entry['call'],
    valid: recipes(
      fc.record({ type: floatType, rows: rowCount, shape: volumeShape, fill, rule: fc.constantFrom(...memberRules) }),
      ({ shape, rule, ...p }) => [planned(p.type, { ...p, cols: shape.reduce((a, b) => a * b) }), shape, rule],
    ),
    check: (result, [betas]) => {
      const { data } = result as Volume
      assert(data instanceof Uint8Array && data.length === (betas as Matrix).cols, 'one for each voxel')
    },
  },
]
