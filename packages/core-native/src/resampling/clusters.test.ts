import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Volume } from '../index.js'
import { anyVolume } from '../testing/any-volume.js'
import { expectClose } from '../testing/expect-close.js'
import { madeVolume, mapVolume } from '../testing/made-volume.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { clusters, type ClusterOptions } from './index.js'

const golden = JSON.parse(readFileSync(new URL('golden/clusters.json', import.meta.url), 'utf8'))
const connectivities = [6, 18, 26] as const
const tails = ['positive', 'negative', 'both'] as const
const devices = ['cpu', 'reference'] as const
/** Sums of the same terms in the same order: but for the order of SciPy's. */
const bound = (e: number) => 1e-14 * Math.max(1, Math.abs(e))

/** Native code at every SIMD level against flooding: labels are integers, and their description has one order. */
async function expectAsSpecified(map: Volume, options: ClusterOptions): Promise<void> {
  const expected = await clusters(map, { ...options, device: 'reference' })
  for (const level of simdLevels())
    expect(await atSimdLevel(level, () => clusters(map, { ...options, device: 'cpu' }))).toEqual(expected)
}

describe('agrees with flooding at every SIMD level', () => {
  test.each([[[1, 1, 1]], [[1, 1, 17]], [[17, 1, 1]], [[1, 9, 8]], [[2, 23, 3]], [[12, 12, 12]]] as const)(
    '%o',
    async (shape) => {
      for (const connectivity of connectivities)
        for (const tail of tails)
          for (const threshold of [0, 0.3, 1.2])
            await expectAsSpecified(madeVolume(shape), { connectivity, tail, threshold })
    },
  )

  test('any volume: ties, plateaus, zeros, NaN, masks', async () => {
    const options = fc.record({
      connectivity: fc.constantFrom(...connectivities),
      tail: fc.constantFrom(...tails),
      threshold: fc.constantFrom(0, 0.7, 1, 2),
      mass: fc.constantFrom('value', 'excess'),
    })
    await fc.assert(
      fc.asyncProperty(anyVolume(6), options, ({ map, mask }, o) => expectAsSpecified(map, { ...o, mask })),
      { numRuns: 200 },
    )
  })
})

test('agrees with SciPy on golden data', async () => {
  let found = 0
  for (const volume of golden.volumes) {
    const map = { data: Float64Array.from(volume.values, (v) => (v as number | null) ?? NaN), shape: volume.shape }
    for (const expected of volume.clusters)
      for (const device of devices)
        for (const mass of ['value', 'excess'] as const) {
          const options = { ...expected, threshold: volume.threshold, mass, device }
          const result = await clusters(map, options)
          expect([...result.labels]).toEqual(expected.labels)
          expect(result.clusters.length).toBe(expected.clusters.length)
          result.clusters.forEach((cluster, k) => {
            const theirs = expected.clusters[k]
            const { sign, voxels, peak, peakIndex } = theirs
            expect(cluster).toMatchObject({ sign, voxels, peak, peakIndex })
            expectClose([cluster.mass], [theirs[mass]], bound)
            expectClose(cluster.centreOfMass, theirs.centreOfMass, bound)
            found++
          })
        }
  }
  expect(found).toBeGreaterThan(500)
})

describe.each(devices)('%s', (device) => {
  const line = (...values: number[]): Volume => ({ data: Float64Array.from(values), shape: [1, 1, values.length] })
  const found = (map: Volume, more: object = {}) =>
    clusters(map, { threshold: 1, connectivity: 26, tail: 'both', device, ...more })

  test('positive clusters come first, each sign in order of the first voxels', async () => {
    const { labels, clusters: all } = await found(line(-2, -3, 0, 4, 5, -6, 2))
    expect([...labels]).toEqual([3, 3, 0, 1, 1, 4, 2])
    expect(all).toEqual([
      { sign: 1, voxels: 2, mass: 9, peak: 5, peakIndex: 4, centreOfMass: [0, 0, expect.closeTo(32 / 9, 14)] },
      { sign: 1, voxels: 1, mass: 2, peak: 2, peakIndex: 6, centreOfMass: [0, 0, 6] },
      { sign: -1, voxels: 2, mass: 5, peak: -3, peakIndex: 1, centreOfMass: [0, 0, expect.closeTo(0.6, 14)] },
      { sign: -1, voxels: 1, mass: 6, peak: -6, peakIndex: 5, centreOfMass: [0, 0, 5] },
    ])
  })

  test('a voxel at the threshold is in no cluster; the peak of several is the first', async () => {
    const { labels, clusters: all } = await found(line(1, 2, 2, -1, 1.5))
    expect([...labels]).toEqual([0, 1, 1, 0, 2])
    expect(all.map(({ peakIndex }) => peakIndex)).toEqual([1, 4])
  })

  test('the excess over the threshold is a mass of its own', async () => {
    const { clusters: all } = await found(line(3, 4, 0, -2), { mass: 'excess' })
    expect(all.map(({ mass }) => mass)).toEqual([5, 1])
  })

  test('no cluster wraps around an edge, NaN and the mask separate', async () => {
    const plane = { data: Float64Array.of(0, 0, 2, 2, 0, 0), shape: [1, 2, 3] } as const
    expect([...(await found(plane)).labels]).toEqual([0, 0, 1, 2, 0, 0])
    expect([...(await found({ ...plane, shape: [2, 1, 3] })).labels]).toEqual([0, 0, 1, 2, 0, 0])
    expect([...(await found(line(2, NaN, 2))).labels]).toEqual([1, 0, 2])
    const mask = { data: Uint8Array.of(1, 1, 0, 1), shape: [1, 1, 4] } as const
    expect([...(await found(line(2, 2, 2, 2), { mask })).labels]).toEqual([1, 1, 0, 2])
  })

  test('nothing beyond the threshold: no cluster', async () => {
    expect(await found(line(1, -1))).toEqual({ labels: new Int32Array(2), clusters: [] })
  })

  test('a spiral joins only at its end, and merges what was apart', async () => {
    const rows = [
      '#########',
      '........#',
      '#######.#',
      '#.....#.#',
      '#.###.#.#',
      '#.#...#.#',
      '#.#####.#',
      '#.......#',
      '#########',
    ]
    const data = Float64Array.from(rows.join(''), (c) => (c === '#' ? 2 : 0))
    const map = { data, shape: [1, 9, 9] } as const
    expect((await found(map, { connectivity: 6 })).clusters.map(({ voxels }) => voxels)).toEqual([
      data.filter((v) => v > 0).length,
    ])
  })
})

test('values near the ends of float64 keep their centre', async () => {
  const map = { data: Float64Array.of(1e308, 1e308, 5e-324), shape: [1, 1, 3] } as const
  const { clusters: all } = await clusters(map, { threshold: 0, connectivity: 6, tail: 'positive' })
  expect(all[0]).toMatchObject({ voxels: 3, centreOfMass: [0, 0, 0.5] })
})

describe('bad input gets one clear error', () => {
  const map = madeVolume([2, 2, 2])
  const options = { threshold: 1, connectivity: 6, tail: 'both' }
  const bad = clusters as (...args: unknown[]) => Promise<unknown>
  test.each([
    [[undefined, options], 'INVALID_ARGUMENT', 'Expected a volume {data, shape} for map but received undefined'],
    [[map, null], 'INVALID_ARGUMENT', 'Expected an object for options but received null'],
    [
      [map, { ...options, threshold: -1 }],
      'INVALID_ARGUMENT',
      'Expected a finite number of at least 0 for options.threshold but received -1 of type number',
    ],
    [[map, { ...options, threshold: NaN }], 'INVALID_ARGUMENT', /options\.threshold/],
    [
      [map, { ...options, mass: 'sum' }],
      'INVALID_ARGUMENT',
      'Expected one of value, excess for options.mass but received sum of type string',
    ],
    [[map, { ...options, connectivity: '6' }], 'INVALID_ARGUMENT', /options\.connectivity/],
    [[map, { ...options, tail: 1 }], 'INVALID_ARGUMENT', /options\.tail/],
    [[mapVolume(map, () => -Infinity), options], 'INVALID_ARGUMENT', /for map\.data\[0\] but received -Infinity/],
    [[{ data: new Uint8Array(0), shape: [0, 1, 1] }, options], 'INVALID_ARGUMENT', /map\.shape/],
    [[map, { ...options, device: 'cuda' }], 'DEVICE_UNAVAILABLE', /cuda/],
  ])('%#', async (args, code, message) => {
    await expect(bad(...args)).rejects.toMatchObject({ name: 'CoreNativeError', code })
    await expect(bad(...args)).rejects.toThrow(message)
  })
})
