import { describe, expect, test } from 'vitest'
import type { Volume } from '../index.js'
import { expectClose } from '../testing/expect-close.js'
import { madeVolume, mapVolume } from '../testing/made-volume.js'
import { tfce } from './index.js'

const connectivities = [6, 18, 26] as const
const devices = ['cpu', 'reference'] as const
/** As many roundings as there are voxels, at most; what lies below the normal numbers has few digits. */
const bound = (e: number) => 1e-12 * Math.abs(e) + 1e-300

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
