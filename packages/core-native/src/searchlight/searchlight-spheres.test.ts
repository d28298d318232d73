import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ellipsoidMask, fullMask, maskOf } from '../testing/made-volumes.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { searchlightSpheres, type Shape3, type SphereOptions, type Spheres, type Volume } from './index.js'
import { checkNeighbourhoods } from './neighbourhoods.js'

interface Given {
  readonly shape: Shape3
  readonly mask: readonly number[]
}
interface OfScipy extends Given {
  readonly radius: number
  readonly affine?: readonly number[]
  readonly members: readonly (readonly number[])[]
}
interface Growing extends Given {
  readonly voxels: number
  readonly radii: readonly number[]
  readonly members: readonly (readonly number[])[]
}
interface OfRsatoolbox {
  readonly radius: number
  readonly threshold: number
  readonly truncate: boolean
  readonly centers: readonly number[]
  readonly members: readonly (readonly number[])[]
}
interface Golden {
  readonly scipy: readonly OfScipy[]
  readonly growing: readonly Growing[]
  readonly rsatoolbox: Given & { readonly results: readonly OfRsatoolbox[] }
}
const golden = JSON.parse(readFileSync(new URL('golden/spheres.json', import.meta.url), 'utf8')) as Golden
const lists = ({ offsets, indices }: Spheres) =>
  Array.from({ length: offsets.length - 1 }, (_, k) => [...indices.slice(Number(offsets[k]), Number(offsets[k + 1]))])
const plain = (s: Spheres) => ({ centers: [...s.centers], lists: lists(s), radii: s.radii && [...s.radii] })
// Millions of numbers: an assertion on the arrays themselves takes minutes.
const digest = ({ centers, offsets, indices, radii = new Float64Array(0) }: Spheres) =>
  [centers, offsets, indices, radii].map(({ buffer, byteOffset, byteLength }) =>
    createHash('sha256')
      .update(new Uint8Array(buffer, byteOffset, byteLength))
      .digest('hex'),
  )
const middle = ([a, b, c]: Shape3) => (Math.floor(a / 2) * b + Math.floor(b / 2)) * c + Math.floor(c / 2)
const affine = (x: number, y = x, z = x) => Float64Array.of(x, 0, 0, -90, 0, y, 0, -126, 0, 0, z, -72, 0, 0, 0, 1)

/** The number of voxels of one sphere that no face clips. */
async function sizeOf(options: SphereOptions): Promise<number> {
  const shape = [17, 17, 17] as const
  const { indices } = await searchlightSpheres(fullMask(shape), { ...options, centers: maskOf(shape, [middle(shape)]) })
  return indices.length
}

test.each([
  [1, 7, 1],
  [2, 33, 27],
  [3, 123, 93],
  [4, 257, 251],
  [Math.sqrt(6), 81, 57],
  [0, 1, undefined],
])('a radius of %f voxels: %i voxels, strictly within it %s', async (radius, inclusive, strict) => {
  expect(await sizeOf({ radius })).toBe(inclusive)
  if (strict) expect(await sizeOf({ radius, inclusive: false })).toBe(strict)
})

test('a radius is equal to a distance that only rounding tells apart', async () => {
  // 3 x 1.1 is above 3.3 in float64, and (1.1f is above 1.1).
  for (const size of [1.1, Math.fround(1.1), 2.4, Math.fround(3.3)]) {
    const radius = Number((3 * size).toFixed(6))
    const options = { radius, unit: 'mm', affine: affine(size) } as const
    expect([await sizeOf(options), await sizeOf({ ...options, inclusive: false })], `${size}`).toEqual([123, 93])
  }
})

describe('the counts that are published or stated', () => {
  test('64 x 76 x 64 voxels, radius 3, faces skipped: 235,480 centres of 123 voxels', async () => {
    const { centers, indices } = await searchlightSpheres(fullMask([64, 76, 64]), { radius: 3, edge: 'skip' })
    expect([centers.length, indices.length]).toEqual([235_480, 235_480 * 123])
    expect(centers[0]).toBe((3 * 76 + 3) * 64 + 3)
  })

  test('the benchmark volume, strictly within 3 voxels, half in the mask: 13,696 centres', async () => {
    const options = { radius: 3, inclusive: false, minFraction: 0.5 }
    expect((await searchlightSpheres(ellipsoidMask(), options)).centers.length).toBe(13_696)
    const ofWhole = await searchlightSpheres(ellipsoidMask(), { ...options, fractionOf: 'sphere' })
    expect(ofWhole.centers.length).toBe(13_632)
  })
})

describe('agrees with peers on golden data', () => {
  test.each(golden.scipy)('SciPy: $name', async ({ shape, mask, radius, affine, members }) => {
    const inMm = affine ? ({ unit: 'mm', affine: Float64Array.from(affine) } as const) : {}
    const found = await searchlightSpheres(maskOf(shape, mask), { radius, ...inMm })
    expect([...found.centers]).toEqual(mask)
    expect(lists(found)).toEqual(members)
  })

  test.each(golden.growing)('SciPy: the $voxels nearest', async ({ shape, mask, voxels, radii, members }) => {
    const found = await searchlightSpheres(maskOf(shape, mask), { voxels })
    expect(lists(found)).toEqual(members)
    expect([...found.radii!]).toEqual(radii)
    const inMm = await searchlightSpheres(maskOf(shape, mask), { voxels, unit: 'mm', affine: affine(1.3) })
    expect(lists(inMm)).toEqual(members)
  })

  const { shape, mask, results } = golden.rsatoolbox
  test.each(results)('rsatoolbox: radius $radius, threshold $threshold, truncate $truncate', async (result) => {
    const { radius, threshold, truncate, centers, members } = result
    const options = { radius, inclusive: false, members: truncate ? 'mask' : 'sphere' } as const
    // Of a truncated sphere all is in the mask, so that no threshold leaves a centre out.
    const found = await searchlightSpheres(maskOf(shape, mask), { ...options, minFraction: truncate ? 0 : threshold })
    expect([...found.centers]).toEqual(centers)
    expect(lists(found)).toEqual(members)
  })
})

const size = fc.integer({ min: 1, max: 6 })
const shape: fc.Arbitrary<Shape3> = fc.tuple(size, size, fc.integer({ min: 1, max: 7 }))
const cell = fc.double({ min: 0.5, max: 4, noNaN: true })
const tilt = fc.double({ min: -0.8, max: 0.8, noNaN: true })
const oblique = fc
  .tuple(cell, cell, cell, tilt, tilt, tilt)
  .map(([x, y, z, a, b, c]) => Float64Array.of(x, a, b, 3, 0, y, c, -7, 0.1, 0, z, 0.5, 0, 0, 0, 1))
const common = {
  radius: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.double({ min: 0.1, max: 9, noNaN: true })),
  inclusive: fc.boolean(),
  minVoxels: fc.nat(9),
}
const space = fc.oneof(
  fc.constant({}),
  fc.record({ unit: fc.constant('mm' as const), affine: fc.oneof(oblique, fc.constant(affine(1.1))) }),
)
const fixedOptions = fc.record(
  {
    ...{ ...common, minFraction: fc.double({ min: 0, max: 1, noNaN: true }) },
    ...{ edge: fc.constantFrom('clip', 'skip'), members: fc.constantFrom('mask', 'sphere') },
    fractionOf: fc.constantFrom('volume', 'sphere'),
  },
  { requiredKeys: ['radius'] },
)
const growingOptions = fc.record(
  { ...common, voxels: fc.integer({ min: 1, max: 40 }), ties: fc.constantFrom('all', 'first') },
  { requiredKeys: ['voxels'] },
)
const made = fc
  .record({
    ...{ shape, space, bits: fc.infiniteStream(fc.nat(3)), seeds: fc.infiniteStream(fc.nat(3)) },
    ...{ options: fc.oneof(fixedOptions, growingOptions), apart: fc.boolean(), threads: fc.constantFrom(1, 3) },
  })
  .map(({ shape, space, bits, seeds, options, apart, threads }) => {
    const volume = ({ shape, stream }: { shape: Shape3; stream: Iterator<number> }) =>
      maskOf(
        shape,
        Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, v) => v).filter(
          (v) => v === 0 || stream.next().value! > 0,
        ),
      )
    const mask = volume({ shape, stream: bits })
    const most = mask.data.reduce((sum, v) => sum + v, 0)
    const voxels = 'voxels' in options && options.voxels ? { voxels: Math.min(options.voxels, most) } : {}
    const centers = apart ? { centers: volume({ shape, stream: seeds }) } : {}
    return { mask, options: { ...options, ...space, ...voxels, ...centers, threads } as SphereOptions }
  })

test('any volume, any options: what the naive reference finds, in order, and valid neighbourhoods', async () => {
  await fc.assert(
    fc.asyncProperty(made, fc.constantFrom(...simdLevels()), async ({ mask, options }, level) => {
      const found = await atSimdLevel(level, () => searchlightSpheres(mask, { ...options, device: 'cpu' }))
      expect(plain(found)).toEqual(plain(await searchlightSpheres(mask, { ...options, device: 'reference' })))
      expect(() => checkNeighbourhoods(found, mask.data.length, 'n')).not.toThrow()
    }),
    { numRuns: 400 },
  )
}, 60_000)

// Distances that differ in their last bits, found by looking at all members.
test('radii to the bit', async () => {
  const mask = maskOf([2, 3, 5], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 17, 20, 21, 26, 27, 29])
  const nearlyEqual = Float64Array.of(0.5, 3.36952687973735e-14, 0, 3, 0, 0.5, 0, -7, 0.1, 0, 0.5, 0.5, 0, 0, 0, 1)
  const options = { voxels: 16, unit: 'mm', affine: nearlyEqual } as const
  const found = await searchlightSpheres(mask, { ...options, device: 'cpu' })
  expect(plain(found)).toEqual(plain(await searchlightSpheres(mask, { ...options, device: 'reference' })))
})

test('the same spheres at every SIMD level and thread count, of a volume of many blocks of centres', async () => {
  for (const options of [{ radius: 3 }, { voxels: 50 }, { voxels: 50, ties: 'first' }] as const) {
    const alone = await atSimdLevel('scalar', () => searchlightSpheres(ellipsoidMask(), { ...options, threads: 1 }))
    for (const level of simdLevels())
      for (const threads of [1, 5]) {
        const found = await atSimdLevel(level, () => searchlightSpheres(ellipsoidMask(), { ...options, threads }))
        expect(digest(found), `${level} ${threads}`).toEqual(digest(alone))
      }
  }
})

describe('spheres that grow', () => {
  test('have the number to the voxel, or the whole last shell', async () => {
    const mask = maskOf([9, 9, 9], [...Array(729).keys()])
    const centers = maskOf([9, 9, 9], [middle([9, 9, 9]), 0])
    const cut = lists(await searchlightSpheres(mask, { voxels: 100, ties: 'first', centers }))
    expect(cut.map((members) => members.length)).toEqual([100, 100])
    const whole = await searchlightSpheres(mask, { voxels: 100, centers })
    // Strictly within 3 there are 93, and with the 30 at 3 they are 123; a corner has an eighth of a sphere.
    expect([lists(whole)[1]!.length, whole.radii![1]]).toEqual([123, 3])
    expect(cut.map((members, k) => members.filter((v) => lists(whole)[k]!.includes(v)).length)).toEqual([100, 100])
    const strict = lists(await searchlightSpheres(mask, { radius: 3, inclusive: false, centers }))[1]!
    const shell = lists(whole)[1]!.filter((v) => !strict.includes(v))
    expect(cut[1]).toEqual([...strict, ...shell.slice(0, 7)].sort((a, b) => a - b))
  })

  test('leave out the centres that do not reach the number within the radius, unless fewer will do', async () => {
    const line = maskOf([1, 1, 5], [0, 1, 2, 3, 4])
    const found = plain(await searchlightSpheres(line, { voxels: 3, radius: 1 }))
    expect(found).toEqual({
      centers: [1, 2, 3],
      lists: [
        [0, 1, 2],
        [1, 2, 3],
        [2, 3, 4],
      ],
      radii: [1, 1, 1],
    })
    const fewer = await searchlightSpheres(line, { voxels: 3, radius: 1, minVoxels: 2 })
    expect(lists(fewer).map((members) => members.length)).toEqual([2, 3, 3, 3, 2])
  })

  // Members far from every centre: the list of near steps does not reach them.
  test('find members at any distance', async () => {
    const shape = [3, 90, 80] as const
    const far = Array.from({ length: 400 }, (_, v) => 2 * 90 * 80 + 85 * 80 + v)
    const mask = maskOf(shape, far)
    const centers = maskOf(shape, [0, 41, 80 * 80 + 3])
    for (const options of [{ voxels: 60 }, { voxels: 60, ties: 'first' }, { voxels: 400 }] as const) {
      const found = await searchlightSpheres(mask, { ...options, centers })
      expect(plain(found)).toEqual(plain(await searchlightSpheres(mask, { ...options, centers, device: 'reference' })))
      expect(found.centers.length).toBe(3)
    }
    expect((await searchlightSpheres(mask, { voxels: 60, radius: 50, centers })).centers.length).toBe(1)
  }, 60_000)
})

test('members and centres are voxels that are neither 0 nor NaN', async () => {
  const mask: Volume = { data: Float32Array.of(NaN, -1, 0, 0.5, -0, 2), shape: [1, 2, 3] }
  const centers: Volume = { data: Float64Array.of(1, 0, NaN, 0, 3, 0), shape: [1, 2, 3] }
  const found = await searchlightSpheres(mask, { radius: 1, centers })
  expect(plain(found)).toMatchObject({
    centers: [0, 4],
    lists: [
      [1, 3],
      [1, 3, 5],
    ],
  })
})

test('empty neighbourhoods are kept where minVoxels is 0', async () => {
  const [mask, centers] = [maskOf([1, 1, 9], [0]), maskOf([1, 1, 9], [7, 8])]
  expect((await searchlightSpheres(mask, { radius: 1, centers })).centers.length).toBe(0)
  const kept = await searchlightSpheres(mask, { radius: 1, centers, minVoxels: 0 })
  expect(plain(kept)).toMatchObject({ centers: [7, 8], lists: [[], []] })
})

test('the mask may be changed once the call has returned', async () => {
  const mask = ellipsoidMask()
  const expected = await searchlightSpheres(mask, { radius: 3 })
  const call = searchlightSpheres(mask, { radius: 3 })
  mask.data.fill(1)
  expect(digest(await call)).toEqual(digest(expected))
})

test('an abort rejects with its reason, and progress never falls', async () => {
  const mask = fullMask([50, 50, 50])
  for (const options of [{ radius: 4 }, { voxels: 90 }]) {
    const fractions: number[] = []
    await searchlightSpheres(mask, { ...options, onProgress: (fraction) => fractions.push(fraction) })
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    expect(fractions.at(-1)).toBe(1)
    const controller = new AbortController()
    const call = searchlightSpheres(mask, { ...options, signal: controller.signal })
    controller.abort('enough')
    await expect(call).rejects.toBe('enough')
    const between = new AbortController()
    const onProgress = (fraction: number) => fraction === 0.4 && between.abort('counted')
    await expect(searchlightSpheres(mask, { ...options, signal: between.signal, onProgress })).rejects.toBe('counted')
  }
})
