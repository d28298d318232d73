import { expect, test } from 'vitest'
import { ratingTask } from './rating-task.js'

const image = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const pair = { id: '1-2', left: image, right: image }
const task = { title: 'T', question: 'Q?', instructions: ['I'], ends: ['low', 'high'], pairs: [pair] }

test.each<[string, object]>([
  ['the same id twice', { pairs: [pair, pair] }],
  ['an id with a comma', { pairs: [{ ...pair, id: '1,2' }] }],
  ['bytes that are no PNG', { pairs: [{ ...pair, left: new Uint8Array(10) }] }],
  ['what is no bytes', { pairs: [{ ...pair, left: 'page.png' }] }],
  ['no pair', { pairs: [] }],
])('%s is refused', (_, change) => {
  expect(ratingTask.safeParse(task).success).toBe(true)
  expect(ratingTask.safeParse({ ...task, ...change }).success).toBe(false)
})
