import { expect, test } from 'vitest'
import { madePng } from '../testing/made-png.js'
import { encodedImages, fitImage, fitText } from './image-recipe.js'

/** 6 x 4 pixels, each of another colour. */
const pixels = Uint8Array.from({ length: 72 }, (_, k) => 3 * k)
const image = { data: pixels, width: 6, height: 4, channels: 3 }
const recipe = { side: 4, resize: 'pil-bilinear', preprocessing: 'raw' } as const

test('a crop keeps proportions, a squash does not', () => {
  const crop = fitImage(image, { ...recipe, fit: { kind: 'crop', shortSide: 4 } })
  const middle = (row: number) => [...pixels.subarray(3 * (6 * row + 1), 3 * (6 * row + 5))]
  expect([...crop.data]).toEqual([0, 1, 2, 3].flatMap(middle))
  const squash = fitImage(image, { ...recipe, fit: { kind: 'squash' } })
  expect(squash).toMatchObject({ width: 4, height: 4 })
  expect([...squash.data]).not.toEqual([...crop.data])
  expect(fitText({ side: 4, fit: { kind: 'crop', shortSide: 5 } })).toBe('short side to 5, middle 4 x 4')
  expect(fitText({ side: 4, fit: { kind: 'squash' } })).toBe('both sides to 4')
})

test('encoded images are read when their block comes, and named when they do not decode', async () => {
  const reads: string[] = []
  const of = (name: string, bytes: Uint8Array) => ({ name, read: () => (reads.push(name), bytes) })
  const png = madePng(pixels, 6, 4)
  const images = [
    of('a', png),
    of('b', png),
    of('c', madePng(pixels.slice(0, 48), 4, 4)),
    of('d.jpg', Uint8Array.of(1)),
  ]
  const source = encodedImages(images, { ...recipe, fit: { kind: 'squash' }, preprocessing: 'caffe' })
  expect(source).toMatchObject({ rows: 4, cols: 48 })
  const block = await source.read(1, 2)
  expect(reads).toEqual(['b', 'c'])
  // Of the right size already: blue first, less the means.
  expect([...block.slice(48, 51)]).toEqual([6 - 104, 3 - 117, 0 - 123])
  await expect(source.read(3, 1)).rejects.toThrow('d.jpg')
})
