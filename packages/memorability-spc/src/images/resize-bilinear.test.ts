import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { resizeBilinear } from './resize-bilinear.js'

interface Case {
  from: [number, number]
  to: [number, number]
  image: number[]
  resized: number[]
}
const { cases } = JSON.parse(readFileSync(new URL('golden/resize.json', import.meta.url), 'utf8')) as { cases: Case[] }

test.each(cases)("OpenCV's resize, to the bit: $from to $to", ({ from: [width, height], to, image, resized }) => {
  const found = resizeBilinear({ data: Uint8Array.from(image), width, height }, ...to)
  expect(found).toEqual({ data: Uint8Array.from(resized), width: to[0], height: to[1] })
})

test('by hand: twice as wide, a quarter of the way from one pixel to the next, edges repeated', () => {
  const image = { data: Uint8Array.of(0, 0, 0, 100, 200, 40), width: 2, height: 1 }
  expect([...resizeBilinear(image, 4, 1).data]).toEqual([0, 0, 0, 25, 50, 10, 75, 150, 30, 100, 200, 40])
})

test.each([
  [{ data: new Uint8Array(3), width: 1, height: 1 }, 0, 'Expected a positive integer for toWidth of an image'],
  [{ data: new Uint8Array(4), width: 1, height: 1 }, 1, 'Expected 1 x 1 x 3 values for an image but received 4'],
  [{ data: new Uint8Array(0), width: 0, height: 1 }, 1, 'Expected a positive integer for width of an image'],
])('refuses what is no image %#', (image, to, message) => {
  expect(() => resizeBilinear(image, to, 1)).toThrow(message)
})
