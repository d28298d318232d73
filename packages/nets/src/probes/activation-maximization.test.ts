import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from '../backend.js'
import { linearNet, smallSqueezenet } from '../testing/small-nets.js'
import { activationMaximization, ascentValue, classImageStages, type InputCoding } from './activation-maximization.js'
import { gaussianBlur } from './gaussian-blur.js'

const blur = JSON.parse(readFileSync(new URL('golden/blur.json', import.meta.url), 'utf8')) as {
  shape: number[]
  image: number[]
  sigmas: number[]
  blurred: number[][]
}
const bgr: InputCoding = { order: 'bgr', mean: [104, 117, 123] }
const once = (step: number) => [{ iterations: 1, sigma: [0, 0], step: [0, step] }] as const

beforeAll(async () => void (await useBackend('wasm')))

test.each(blur.sigmas)("the blur is SciPy's: sigma %s", (sigma) => {
  const found = Float32Array.from(blur.image)
  gaussianBlur(found, blur.shape, sigma)
  // float32 between the two directions.
  blur.blurred[blur.sigmas.indexOf(sigma)]!.forEach((value, k) =>
    expect(Math.abs(found[k]! - value)).toBeLessThan(1e-4),
  )
})

describe('schedules', () => {
  test('the first blur and step of each published stage', () => {
    const first = classImageStages.map(({ sigma, step, iterations }) =>
      [sigma, step].map((range) => ascentValue(range, 0, iterations, 'as-published')),
    )
    const expected = [[3.6, 5.5], [1.958, 4.5], [1.638, 3.5], [1.258, 1.875], [0.5, 0.5]] // prettier-ignore
    first.flat().forEach((value, k) => expect(value).toBeCloseTo(expected.flat()[k]!, 12))
    expect(classImageStages.reduce((sum, { iterations }) => sum + iterations, 0)).toBe(475)
  })
  test('half way', () => {
    expect(ascentValue([2.5, 1], 5, 10, 'as-published')).toBe(2.25)
    expect(ascentValue([2.5, 1], 5, 10, 'deepdraw')).toBe(1.75)
  })
})

describe('one iteration on a linear network', () => {
  const network = linearNet()
  const start = Uint8Array.from({ length: 48 }, (_, k) => 60 + k)
  const weights = network.weights.get('scores.kernel')!.data.filter((_, k) => k % 5 === 2)
  const meanSize = weights.reduce((sum, w) => sum + Math.abs(w), 0) / 48

  test('adds the weights, scaled to the step, and cuts to whole numbers', async () => {
    const options = { layer: 'scores', channel: 2, stages: once(7), input: bgr, seed: 1, start }
    const { image, objective, height, width } = await activationMaximization(network, options)
    expect([height, width, image.length, objective.length]).toEqual([4, 4, 48, 1])
    const expected = Array.from(start, (value, k) => value + (7 * weights[k + 2 - 2 * (k % 3)]!) / meanSize)
    image.forEach((value, k) => expect(Math.abs(value + 0.5 - expected[k]!)).toBeLessThan(0.501))
    const coded = Array.from({ length: 48 }, (_, k) => start[k + 2 - 2 * (k % 3)]! - bgr.mean[k % 3]!)
    const score = coded.reduce((sum, v, k) => sum + v * weights[k]!, network.weights.get('scores.bias')!.data[2]!)
    expect(objective[0]).toBeCloseTo(score, 2)
  })

  test.each([
    ['as-published', [255, 255, 236]],
    ['deepdraw', [255, 255, 255]],
  ] as const)('%s: the bounds of clipping', async (schedule, [red, green, blue]) => {
    const stages = [{ iterations: 1, sigma: [0, 0], step: [1e6, 1e6] }] as const
    const options = { layer: 'scores', channel: 2, stages, input: bgr, seed: 1, start, schedule }
    const { image } = await activationMaximization(network, options)
    // A value that rises ends at the bound of its channel; blue's is that of red as published.
    image.forEach((value, k) => {
      const rises = weights[k + 2 - 2 * (k % 3)]! > 0
      if (rises) expect(value).toBe([red, green, blue][k % 3])
      else expect(value).toBe(schedule === 'deepdraw' || k % 3 === 2 ? 0 : k % 3 === 1 ? 0 : 19)
    })
  })
})

test('raises the response of a channel; the same seed gives the same image', async () => {
  const network = smallSqueezenet()
  const stages = [{ iterations: 6, sigma: [0.5, 0.3], step: [4, 3] }] as const
  const run = (seed: number, more = {}) =>
    activationMaximization(network, { layer: 'fire2/conv3x3_2', channel: 1, stages, input: bgr, seed, ...more })
  const fractions: number[] = []
  const first = await run(3, { onProgress: (f: number) => fractions.push(f) })
  expect(first.objective[5]).toBeGreaterThan(first.objective[0]! + 1)
  expect(fractions).toEqual([1, 2, 3, 4, 5, 6].map((k) => k / 6))
  expect(await run(3)).toEqual(first)
  expect((await run(4)).image).not.toEqual(first.image)
  expect((await run(3, { schedule: 'deepdraw' })).image).not.toEqual(first.image)
})

describe('refused', () => {
  const options = { layer: 'scores', channel: 2, stages: once(7), input: bgr, seed: 1 }
  test.each([
    [{ channel: 5 }, 'Expected an integer from 0 to 4 for channel but received 5'],
    [{ stages: [] }, 'Expected at least one stage for stages but received none'],
    [{ schedule: 'linear' as 'deepdraw' }, 'Expected as-published or deepdraw for schedule but received linear'],
    [{ start: new Uint8Array(3) }, 'Expected 48 values for start but received 3'],
  ])('%o', async (more, message) => {
    await expect(activationMaximization(linearNet(), { ...options, ...more })).rejects.toThrow(message)
  })
  test('a unit that nothing reaches', async () => {
    const network = linearNet()
    network.weights.get('scores.kernel')!.data.fill(0)
    await expect(activationMaximization(network, options)).rejects.toThrow(
      'Expected a channel with a gradient for channel but received 2, whose gradient is zero everywhere',
    )
  })
})
