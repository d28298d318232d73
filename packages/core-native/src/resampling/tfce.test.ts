import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Volume } from '../index.js'
import { expectClose } from '../testing/expect-close.js'
import { bits } from '../testing/made-matrix.js'
import { madeVolume, mapVolume } from '../testing/made-volume.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { anyVolume } from '../testing/any-volume.js'
import { tfce, type TfceOptions } from './index.js'

const golden = JSON.parse(readFileSync(new URL('golden/clusters.json', import.meta.url), 'utf8'))
const connectivities = [6, 18, 26] as const
const tails = ['positive', 'negative', 'both'] as const
/** Both add the same positive pieces in orders of their own: at most as many roundings as there are voxels; and what lies
 * below the normal numbers has few digits. */
const bound = (e: number) => 1e-12 * Math.abs(e) + 1e-300
const devices = ['cpu', 'reference'] as const

/** Native code at every SIMD level against the naive enumeration. */
async function expectAsSpecified(map: Volume, options: TfceOptions): Promise<void> {
  const expected = await tfce(map, { ...options, device: 'reference' })
  for (const level of simdLevels()) {
    const scores = await atSimdLevel(level, () => tfce(map, { ...options, device: 'cpu' }))
    expectClose(scores, expected, bound)
  }
}

describe('agrees with the enumeration of every threshold at every SIMD level', () => {
  const shapes = [
    [1, 1, 1],
    [1, 1, 17],
    [17, 1, 1],
    [1, 9, 8],
    [2, 23, 3],
    [5, 6, 7],
  ] as const
  test.each(shapes)('%i x %i x %i', async (...shape) => {
    for (const connectivity of connectivities)
      for (const tail of tails)
        for (const more of [{}, { height: 1.3, extent: 2 / 3 }, { step: 0.05 }, { height: 0, extent: 1, step: 0.3 }])
          await expectAsSpecified(madeVolume(shape), { connectivity, tail, ...more })
  })

  test('12 x 12 x 12: noise, smooth, and a plateau under noise', async () => {
    const noise = madeVolume([12, 12, 12])
    const smooth = mapVolume(noise, (v, f) => v + 3 * Math.sin(f / 150) * Math.sin(f / 13))
    const plateau = mapVolume(noise, (v) => Math.min(v, 0.4))
    for (const [k, map] of [noise, smooth, plateau].entries())
      await expectAsSpecified(map, { connectivity: connectivities[k]!, tail: 'both' })
  })

  test('any volume: ties, plateaus, zeros, NaN, masks', async () => {
    const options = fc.record({
      connectivity: fc.constantFrom(...connectivities),
      tail: fc.constantFrom(...tails),
      height: fc.constantFrom(0, 0.5, 1, 2, 2.3),
      extent: fc.constantFrom(0, 0.5, 2 / 3, 1),
      step: fc.constantFrom(undefined, undefined, 0.1, 1),
    })
    await fc.assert(
      fc.asyncProperty(anyVolume(6), options, ({ map, mask }, o) => expectAsSpecified(map, { ...o, mask })),
      { numRuns: 150 },
    )
  })
})

test('agrees with the enumeration by SciPy on golden data', async () => {
  for (const volume of golden.volumes) {
    const map = { data: Float64Array.from(volume.values, (v) => (v as number | null) ?? NaN), shape: volume.shape }
    for (const { exact, stepped, ...options } of volume.tfce)
      for (const device of devices) {
        expectClose(await tfce(map, { ...options, device }), exact, bound)
        expectClose(await tfce(map, { ...options, device, step: volume.step }), stepped, bound)
      }
  }
})

test('gives the same bits at every SIMD level and thread count', async () => {
  const map = madeVolume([30, 31, 32], (v, f) => (f % 97 === 0 ? NaN : v * Math.PI))
  for (const options of [{}, { height: 1.7, extent: 2 / 3 }, { step: 0.01, height: 2.5 }]) {
    const run = (threads: number) => tfce(map, { connectivity: 26, tail: 'both', threads, ...options })
    const scalar = await atSimdLevel('scalar', () => run(1))
    for (const level of simdLevels())
      for (const threads of [1, 2, 5])
        expect(bits(await atSimdLevel(level, () => run(threads))).equals(bits(scalar)), `${level} ${threads}`).toBe(
          true,
        )
  }
})

test('powers are those of Math.pow to some 1e-15, at any scale', async () => {
  const arbitrary = fc.record({
    h: fc.double({ min: 1e-20, max: 1e20, noNaN: true }),
    height: fc.double({ min: 0, max: 3, noNaN: true }),
  })
  await fc.assert(
    fc.asyncProperty(arbitrary, async ({ h, height }) => {
      const map = { data: Float64Array.of(h), shape: [1, 1, 1] } as const
      const [score] = await tfce(map, { connectivity: 6, tail: 'both', height })
      const expected = h ** (height + 1) / (height + 1)
      expect(Math.abs(score! / expected - 1)).toBeLessThan(5e-15)
    }),
    { numRuns: 1000 },
  )
})

test('takes float32 and bytes as their values, and leaves its input as it was', async () => {
  const map = madeVolume([4, 4, 4], (v) => Math.fround(v))
  const before = Buffer.from(bits(map.data))
  const options = { connectivity: 18, tail: 'both' } as const
  const scores = await tfce(map, options)
  expect([...(await tfce({ ...map, data: Float32Array.from(map.data) }, options))]).toEqual([...scores])
  expect(bits(map.data).equals(before)).toBe(true)
  const byte = await tfce({ data: Uint8Array.of(0, 3), shape: [1, 1, 2] }, options)
  expectClose(byte, [0, 9], bound)
})

describe('bad input gets one clear error', () => {
  const map = madeVolume([2, 2, 2])
  const options = { connectivity: 6, tail: 'both' }
  const bad = tfce as (...args: unknown[]) => Promise<unknown>
  test.each([
    [[null, options], 'INVALID_ARGUMENT', 'Expected a volume {data, shape} for map but received null'],
    [[map], 'INVALID_ARGUMENT', 'Expected an object for options but received undefined'],
    [
      [{ ...map, shape: [2, 2, 3] }, options],
      'INVALID_SHAPE',
      'Expected 2 x 2 x 3 = 12 values for map.data but received 8',
    ],
    [
      [mapVolume(map, (v, f) => (f === 5 ? Infinity : v)), options],
      'INVALID_ARGUMENT',
      'Expected finite values (NaN is outside the mask) for map.data[5] but received Infinity of type number',
    ],
    [
      [mapVolume(map, () => NaN), options],
      'INVALID_ARGUMENT',
      'Expected at least one voxel that is in the mask and not NaN for map.data but received none',
    ],
    [
      [map, { ...options, mask: mapVolume(map, () => 0) }],
      'INVALID_ARGUMENT',
      'Expected at least one voxel inside for options.mask but received none',
    ],
    [
      [map, { ...options, mask: madeVolume([2, 4, 1]) }],
      'INVALID_SHAPE',
      'Expected 2 x 2 x 2 voxels for options.mask but received 2 x 4 x 1',
    ],
    [
      [map, { ...options, connectivity: 8 }],
      'INVALID_ARGUMENT',
      'Expected one of 6, 18, 26 for options.connectivity but received 8 of type number',
    ],
    [
      [map, { ...options, tail: 'two-sided' }],
      'INVALID_ARGUMENT',
      'Expected one of positive, negative, both for options.tail but received two-sided of type string',
    ],
    [
      [map, { ...options, height: -1 }],
      'INVALID_ARGUMENT',
      'Expected a number from 0 to 10 for options.height but received -1 of type number',
    ],
    [
      [map, { ...options, extent: NaN }],
      'INVALID_ARGUMENT',
      'Expected a number from 0 to 5 for options.extent but received NaN of type number',
    ],
    [
      [map, { ...options, step: 1e-7 }],
      'INVALID_ARGUMENT',
      'Expected a positive number of at least the largest |value| / 1000000 for options.step but received 1e-7 of type number',
    ],
    [
      [mapVolume(map, (v) => v * 1e150), options],
      'INVALID_ARGUMENT',
      /values whose scores float64 can hold for map\.data/,
    ],
    [[map, { ...options, threads: 0 }], 'INVALID_ARGUMENT', /options\.threads/],
  ])('%#', async (args, code, message) => {
    await expect(bad(...args)).rejects.toMatchObject({ name: 'CoreNativeError', code })
    await expect(bad(...args)).rejects.toThrow(message)
  })
})
