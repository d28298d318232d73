import { beforeAll, describe, expect, test } from 'vitest'
import { madeEights } from '../test/made-eights.js'
import { naivePearson } from '../test/naive.js'
import { comparedLayers } from './params.js'
import { recoverPairs } from './recover-pairs.js'

const streams = Array.from({ length: 16 }, (_, i) => i)
// Images 1, 5, 9 and 13 are threes.
const planted = [[0, 2], [12, 3], [4, 6], [10, 7], [15, 8]] as const // prettier-ignore
const raters = [[1, 5, 2, 8, 4], [3, 5, 4, 6, 6]] // prettier-ignore
const human = [2, 5, 3, 7, 5]
const ordered = ([a, b]: readonly [number, number]) => [Math.min(a, b), Math.max(a, b)]
let eights: Awaited<ReturnType<typeof madeEights>>
beforeAll(async () => void (eights = await madeEights(streams)), 60_000)

describe('planted pairs', () => {
  test('are found, whichever side is printed first', async () => {
    const progress: number[] = []
    const network = planted.map(eights.print)
    const recovery = await recoverPairs(eights.material(network, raters), { onProgress: (f) => void progress.push(f) })
    expect(recovery).toMatchObject({ searched: 66, matched: 5, unique: 5, choices: { count: 1, all: true } })
    expect(recovery.pairs).toEqual(planted.map(ordered))
    // Printed to eight decimals.
    expect(recovery.largestDifference).toBeLessThan(0.51e-8)
    recovery.similarities.fc1.forEach((s, k) => expect(Math.abs(s - network[k]!)).toBeLessThan(0.51e-8))
    const { r, least, most } = recovery.correlations.fc1
    expect(r).toBeCloseTo(naivePearson(network, human), 6)
    expect([least, most]).toEqual([r, r])
    for (const layer of comparedLayers) expect(recovery.correlations[layer].r).toBeGreaterThanOrEqual(-1)
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
  })

  test('a value that no pair has: null, and the correlations are those of the rest', async () => {
    const network = planted.map(eights.print).with(1, 0.12345678)
    const recovery = await recoverPairs(eights.material(network, raters), {})
    expect(recovery).toMatchObject({ matched: 4, unique: 4, choices: { count: 1 } })
    expect(recovery.recovered[1]!.candidates).toEqual([])
    expect(recovery.pairs[1]).toBeNull()
    expect(recovery.similarities.conv1[1]).toBe(NaN)
    expect(recovery.largestDifference).toBeGreaterThan(1e-7)
    const kept = [0, 2, 3, 4]
    const expected = naivePearson(kept.map((k) => network[k]!), kept.map((k) => human[k]!)) // prettier-ignore
    expect(recovery.correlations.fc1.r).toBeCloseTo(expected, 6)
  })

  test('nothing matched at all: no pair, no correlation, no error', async () => {
    const recovery = await recoverPairs(eights.material([-1, -2, -3, -4, -5], raters), {})
    expect(recovery).toMatchObject({ matched: 0, unique: 0, pairs: [null, null, null, null, null] })
    expect(recovery.correlations.fc1).toEqual({ r: NaN, least: NaN, most: NaN })
  })

  test('rejects with the reason once aborted', async () => {
    const material = eights.material(planted.map(eights.print), raters)
    await expect(recoverPairs(material, { signal: AbortSignal.abort('stop') })).rejects.toBe('stop')
  })

  test('is stopped on the way', async () => {
    const controller = new AbortController()
    const onProgress = () => controller.abort('stop')
    const material = eights.material(planted.map(eights.print), raters)
    await expect(recoverPairs(material, { signal: controller.signal, onProgress })).rejects.toBe('stop')
  })
})

describe('several candidates', () => {
  // Image 11 draws the same eight as image 0, and 14 the same as 2.
  const twins = streams.with(11, 0).with(14, 2)
  const twinRaters = [[1, 5, 2, 8]]

  test('every choice is tried, and none uses an image twice', async () => {
    const { material, print } = await madeEights(twins)
    const network = [print([0, 2]), print([0, 4]), print([6, 7]), print([3, 8])]
    const recovery = await recoverPairs(material(network, twinRaters), {})
    const pairs = recovery.recovered.map(({ candidates }) => candidates.map(({ pair }) => String(pair)).sort())
    expect(pairs).toEqual([['0,14', '0,2', '11,14', '2,11'], ['0,4', '4,11'], ['6,7'], ['3,8']]) // prettier-ignore
    expect(recovery).toMatchObject({ matched: 4, unique: 2, choices: { count: 4, all: true } })
    const used = recovery.pairs.flatMap((pair) => [...pair!])
    expect(new Set(used).size).toBe(8)
  })

  test('where no choice is free of repetition, the nearest pairs stand, and it shows', async () => {
    const { material, print } = await madeEights(streams)
    const network = [print([0, 2]), print([0, 2]), print([4, 6]), print([7, 8])]
    const recovery = await recoverPairs(material(network, twinRaters), {})
    expect(recovery).toMatchObject({ matched: 4, choices: { count: 0, all: true } })
    expect(recovery.pairs).toEqual([[0, 2], [0, 2], [4, 6], [7, 8]]) // prettier-ignore
    expect(recovery.correlations.fc1.r).toBeCloseTo(naivePearson(network, twinRaters[0]!), 6)
  })
})
