import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { pngOf } from './grey-png.js'
import { ratingTask } from './rating-task.js'

test('grey values come back from the file', () => {
  const grey = Uint8Array.from({ length: 6 }, (_, k) => k * 50)
  const png = Buffer.from(pngOf({ grey, width: 3, height: 2 }))
  expect(png.readUInt32BE(16)).toBe(3)
  expect(png.readUInt32BE(20)).toBe(2)
  const start = png.indexOf('IDAT') + 4
  const rows = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)))
  expect([...rows]).toEqual([0, 0, 50, 100, 0, 150, 200, 250])
})

const image = { grey: new Uint8Array(4), width: 2, height: 2 }
const pair = { id: '1-2', left: image, right: image }
const task = { title: 'T', question: 'Q?', instructions: ['I'], ends: ['low', 'high'], pairs: [pair] }

test.each<[string, object]>([
  ['the same id twice', { pairs: [pair, pair] }],
  ['an id with a comma', { pairs: [{ ...pair, id: '1,2' }] }],
  ['a wrong number of values', { pairs: [{ ...pair, left: { ...image, width: 3 } }] }],
  ['bytes that are no PNG', { pairs: [{ ...pair, left: { png: new Uint8Array(10) } }] }],
  ['no pair', { pairs: [] }],
])('%s is refused', (_, change) => {
  expect(ratingTask.safeParse(task).success).toBe(true)
  expect(ratingTask.safeParse({ ...task, ...change }).success).toBe(false)
})
