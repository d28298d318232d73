import { expect, test } from 'vitest'
import { countMarks } from '../test/drawn.js'
import { expectFigure } from '../test/expect-figure.js'
import { madeGrid, madeImage } from '../test/made.js'
import { imageGrid } from './image-grid.js'

const image = { image: madeImage(3), caption: '3' }

test('looks as committed', () => expectFigure(imageGrid(madeGrid()), 'image-grid'))

test('one image each, right and wrong told by sign and frame', () => {
  const images = [image, { ...image, highlight: 'wrong' as const }, { ...image, highlight: 'right' as const }]
  const svg = imageGrid({ id: 'g', images, columns: 2 })
  expect(countMarks(svg, 'image')).toBe(3)
  // One in the sheet, one in the legend.
  expect([countMarks(svg, 'right'), countMarks(svg, 'wrong')]).toEqual([2, 2])
  expect(svg.split('stroke-dasharray').length - 1).toBe(1)
})

test('no legend without highlights', () => {
  expect(imageGrid({ id: 'g', images: [image], columns: 1 })).not.toContain('>wrong<')
})

test.each<[string, object]>([
  ['a filled array for images', { images: [] }],
  ["'right' or 'wrong' for images[0].highlight", { images: [{ ...image, highlight: 'maybe' }] }],
  ['a string for images[0].caption but received 3', { images: [{ ...image, caption: 3 }] }],
  ['784 values for images[0].image.data', { images: [{ ...image, image: { ...image.image, data: [] } }] }],
  ['a whole number of at least 1 for columns but received 0', { images: [image], columns: 0 }],
])('refuses: %s', (message, options) => {
  expect(() => imageGrid({ id: 'g', columns: 3, ...(options as { images: [] }) })).toThrow(message)
})
