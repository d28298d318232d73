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

describe.each(devices)('%s: where implementations have been wrong', (device) => {
  const line = (...values: number[]): Volume => ({ data: Float64Array.from(values), shape: [1, 1, values.length] })
  const scored = (map: Volume, more: object = {}) => tfce(map, { connectivity: 26, tail: 'both', device, ...more })

  test('the integral has its closed form where the extent is constant', async () => {
    expectClose(await scored(line(3)), [9], bound)
    expectClose(await scored(line(3, 3, 3, 3)), [18, 18, 18, 18], bound)
    // 2 voxels up to 1, then 1 voxel up to 2.
    expectClose(await scored(line(1, 2)), [Math.SQRT2 / 3, Math.SQRT2 / 3 + 7 / 3], bound)
  })

  test('thresholds start at zero: the exact integral from there, the sum at the first step', async () => {
    const flat = { height: 0, extent: 0 }
    expectClose(await scored(line(0.75, -2.1), flat), [0.75, -2.1], bound)
    expectClose(await scored(line(0.75, -2.1), { ...flat, step: 0.5 }), [0.5, -2], bound)
    expectClose(await scored(line(0.49), { ...flat, step: 0.5 }), [0], bound)
    expectClose(await scored(line(0.5), { ...flat, step: 0.5 }), [0.5], bound)
  })

  test('a step counts where its multiple, as it rounds, does not exceed the value: whatever their quotient rounds to', async () => {
    const below = (h: number) => h * (1 - 2 ** -53)
    let misleading = 0
    for (const step of [0.1, 0.3, 0.49])
      for (let k = 1; k < 60; k++) {
        misleading += Math.floor(below(k * step) / step) === k ? 1 : 0
        const scores = await scored(line(k * step, 0, below(k * step)), { height: 0, extent: 0, step })
        expectClose(scores, [k * step, 0, (k - 1) * step], () => 1e-12)
      }
    expect(misleading).toBeGreaterThan(5)
  })

  test('the sum comes close to the integral with small steps', async () => {
    const map = madeVolume([4, 5, 6])
    const exact = await scored(map)
    const error = async (step: number) => {
      const sum = await scored(map, { step })
      return Math.max(...sum.map((s, v) => Math.abs(s - exact[v]!)))
    }
    const [coarse, fine] = [await error(0.1), await error(0.001)]
    expect(fine).toBeLessThan(coarse / 30)
    expect(fine).toBeLessThan(0.02)
  })

  test('a higher peak elsewhere changes no score', async () => {
    const [low, high] = [line(1, 2, 0, 0.3), line(1, 2, 0, 250)]
    for (const step of [undefined, 0.05]) {
      const [a, b] = [await scored(low, { step }), await scored(high, { step })]
      expect([...a.slice(0, 3)]).toEqual([...b.slice(0, 3)])
    }
  })

  test('clusters of opposite signs never join, and the tails are each other mirrored', async () => {
    expectClose(await scored(line(1, -1, 1)), [1 / 3, -1 / 3, 1 / 3], bound)
    const map = madeVolume([5, 4, 3])
    const both = await scored(map)
    const [positive, negative] = [await scored(map, { tail: 'positive' }), await scored(map, { tail: 'negative' })]
    expect([...both]).toEqual([...positive].map((p, v) => p + negative[v]!))
    expect([...(await scored(mapVolume(map, (v) => -v)))]).toEqual([...both].map((s) => 0 - s))
    expect(both.every((s, v) => Math.sign(s) === Math.sign(map.data[v]!))).toBe(true)
    expect(positive.every((s) => s >= 0) && negative.every((s) => s <= 0)).toBe(true)
  })

  test('no cluster wraps around an edge', async () => {
    // Each is alone but for neighbours in memory: ends and starts of lines, planes, the volume.
    for (const shape of [
      [3, 4, 5],
      [2, 2, 3],
      [3, 1, 3],
    ] as const) {
      const [a, b, c] = shape
      const single = (...alive: number[]) => ({
        data: Float64Array.from({ length: a * b * c }, (_, v) => (alive.includes(v) ? 2 : 0)),
        shape,
      })
      for (const [first, second] of [
        [c - 1, c],
        [b * c - 1, b * c],
        [0, a * b * c - 1],
        [c - 1, 2 * c],
      ] as const) {
        if (c === 3 && b === 1 && second === 2 * c) continue
        const scores = await scored(single(first, second))
        expectClose([scores[first]!, scores[second]!], [8 / 3, 8 / 3], bound)
      }
    }
  })

  test('neighbours by face, edge and corner', async () => {
    const shape = [2, 2, 2] as const
    const pair = (second: number) => ({
      data: Float64Array.from({ length: 8 }, (_, v) => (v === 0 || v === second ? 1 : 0)),
      shape,
    })
    for (const [second, least] of [
      [1, 6],
      [2, 6],
      [4, 6],
      [3, 18],
      [5, 18],
      [6, 18],
      [7, 26],
    ] as const)
      for (const connectivity of connectivities) {
        const [score] = await scored(pair(second), { connectivity })
        expect(score).toBeCloseTo((connectivity >= least ? Math.SQRT2 : 1) / 3, 14)
      }
  })

  test('NaN is outside the mask: it neither joins nor hides its neighbours', async () => {
    expectClose(await scored(line(1, NaN, 1, 1)), [1 / 3, 0, Math.SQRT2 / 3, Math.SQRT2 / 3], bound)
    const map = madeVolume([4, 5, 3], (v, f) => (f % 4 === 1 ? NaN : v))
    const mask = { data: Uint8Array.from(map.data, (v) => (Number.isNaN(v) ? 0 : 1)), shape: map.shape }
    const filled = mapVolume(map, (v) => (Number.isNaN(v) ? 9 : v))
    expect([...(await scored(filled, { mask }))]).toEqual([...(await scored(map))])
    const nanMask = { data: Float32Array.from(mask.data, (v) => (v ? -3 : NaN)), shape: map.shape }
    expect([...(await scored(filled, { mask: nanMask }))]).toEqual([...(await scored(map))])
  })

  test('a plateau gets one score, to the bit', async () => {
    const scores = await scored(
      madeVolume([6, 6, 6], (v) => Math.min(v, -0.2)),
      { connectivity: 6, tail: 'negative' },
    )
    expect(new Set(scores).size).toBeGreaterThan(20)
    const flat = await scored({ data: new Float64Array(60).fill(0.1), shape: [3, 4, 5] })
    expect(new Set(flat).size).toBe(1)
  })

  test('zero, and minus zero, are in no tail', async () => {
    expect([...(await scored(line(0, -0, 0)))]).toEqual([0, 0, 0])
  })
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
