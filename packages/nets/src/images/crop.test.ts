import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { centerCrop, resizeShortSide } from './crop.js'

interface Case {
  from: [number, number]
  crop: number
  corner: [number, number]
  resized: [number, number]
  pixels: string
}
const file = readFileSync(new URL('golden/preprocess-torch.json', import.meta.url), 'utf8')
const { crops } = JSON.parse(file) as { crops: Case[] }

// Red is the row, green the column.
const places = (height: number, width: number) => ({
  data: Uint8Array.from({ length: height * width }, (_, i) => i).reduce(
    (data, _, i) => {
      data.set([Math.floor(i / width), i % width, 0], 3 * i)
      return data
    },
    new Uint8Array(3 * height * width),
  ),
  ...{ height, width, channels: 3 },
})

test.each(crops)("$from: torchvision's CenterCrop($crop)", ({ from, crop, corner }) => {
  const { data, height, width } = centerCrop(places(...from), crop, crop)
  expect([height, width]).toEqual([crop, crop])
  const expected = Array.from({ length: crop * crop }, (_, i) => [
    corner[0] + Math.floor(i / crop),
    corner[1] + (i % crop),
    0,
  ])
  expect([...data]).toEqual(expected.flat())
})

test.each(crops)("$from: torchvision's Resize(6)", ({ from, resized, pixels }) => {
  const { data, height, width } = resizeShortSide(places(...from), 6, 'pil-bilinear')
  expect([height, width]).toEqual(resized)
  expect(Buffer.from(data).toString('base64')).toBe(pixels)
})

test('a crop is no larger than its image', () => {
  const message = 'Expected a crop of at most 2 x 3 for crop but received 2 x 4'
  expect(() => centerCrop(places(2, 3), 2, 4)).toThrow(message)
})

test('floats stay floats', () => {
  const image = { data: Float32Array.of(0.25, 0.5, 0.75), height: 1, width: 3, channels: 1 }
  expect(centerCrop(image, 1, 1).data).toEqual(Float32Array.of(0.5))
})
