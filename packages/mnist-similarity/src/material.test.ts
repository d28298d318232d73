import { expect, test } from 'vitest'
import { imagesOf, selectImages } from './material.js'

const images = { data: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]), rows: 4, cols: 2 }

test('rows in the order asked for, repeated where they are', () => {
  expect(selectImages(images, [3, 0, 3])).toEqual({ data: Uint8Array.from([7, 8, 1, 2, 7, 8]), rows: 3, cols: 2 })
})

test('no row', () => expect(selectImages(images, [])).toEqual({ data: new Uint8Array(0), rows: 0, cols: 2 }))

test('a selection is a copy', () => {
  selectImages(images, [0]).data[0] = 99
  expect(images.data[0]).toBe(1)
})

test('indices of a digit, ascending; none where it is absent', () => {
  const labels = Uint8Array.from([8, 3, 8, 0, 8])
  expect(imagesOf(labels, 8)).toEqual([0, 2, 4])
  expect(imagesOf(labels, 0)).toEqual([3])
  expect(imagesOf(labels, 5)).toEqual([])
})
