import { createHash } from 'node:crypto'
import { philox, type Philox } from '@likeness/core-native'
import { describe, expect, test } from 'vitest'
import { drawDigit, drawDigits } from './draw-digit.js'
import { glyphs } from './strokes.js'

const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex').slice(0, 16)
const edges = Array.from({ length: 784 }, (_, k) => k).filter(
  (k) => k < 28 || k >= 756 || k % 28 === 0 || k % 28 === 27,
)
const hands = glyphs.flatMap((g, digit) => g.map((_, hand) => [digit, hand] as const))

/** The generator of the first stream whose first draw chooses a hand; it stands at its start. */
const handStream = (digit: number, hand: number): Philox => {
  for (let stream = 0; ; stream++)
    if (philox(8, stream).integer(glyphs[digit]!.length) === hand) return philox(8, stream)
}

describe.each(hands)('digit %d, hand %d', (digit, hand) => {
  test('black ground, white ink, none of it at the edge', () => {
    const image = drawDigit(digit, handStream(digit, hand))
    expect(image).toHaveLength(784)
    expect(Math.max(...image)).toBe(255)
    expect(edges.map((k) => image[k])).toEqual(edges.map(() => 0))
    const ink = image.reduce((sum, v) => sum + v / 255, 0)
    // MNIST's digits have some 40 to 200 pixels of ink.
    expect(ink).toBeGreaterThan(25)
    expect(ink).toBeLessThan(250)
  })
})

test('the edge stays black over many draws, those that had to be moved among them', async () => {
  const { images } = await drawDigits(40, 1)
  for (let i = 0; i < images.rows; i++)
    for (const k of edges) if (images.data[i * 784 + k] !== 0) expect.fail(`ink at pixel ${k} of image ${i}`)
})

test('the same draws give the same image, other draws another', () => {
  expect(drawDigit(8, philox(1, 2))).toEqual(drawDigit(8, philox(1, 2)))
  expect(drawDigit(8, philox(1, 3))).not.toEqual(drawDigit(8, philox(1, 2)))
})

test.each([
  [0, 'c26b40c8b6570560'],
  [3, '771f269bd06bc37d'],
  [8, '9d2422b1406f92b6'],
])('digit %d of stream 5 is what it always was', (digit, hash) => {
  expect(sha256(drawDigit(digit, philox(2026, 5)))).toBe(hash)
})

describe('drawDigits', () => {
  test('digits in turn', async () => {
    const { images, labels } = await drawDigits(2, 4)
    expect([...labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect([images.rows, images.cols, images.data.length]).toEqual([20, 784, 20 * 784])
  })

  test('image i depends on seed and i alone, not on how many are drawn', async () => {
    const [few, many] = [(await drawDigits(1, 4)).images, (await drawDigits(3, 4)).images]
    expect(many.data.slice(0, few.data.length)).toEqual(few.data)
    expect(many.data.slice(13 * 784, 14 * 784)).toEqual(drawDigit(3, philox(4, 13)))
  })

  test('another seed, other images', async () => {
    expect((await drawDigits(1, 5)).images.data).not.toEqual((await drawDigits(1, 4)).images.data)
  })

  test('aborting ends the drawing, and the event loop has its turn meanwhile', async () => {
    const controller = new AbortController()
    setImmediate(() => controller.abort('enough'))
    await expect(drawDigits(200, 4, controller.signal)).rejects.toBe('enough')
  })

  test('none', async () => expect((await drawDigits(0, 4)).images.rows).toBe(0))
})
