import { expect, test } from 'vitest'
import { joinById, type ImageTable } from './join-by-id.js'

const scores = { name: 'scores', ids: [1, 2, 3, 4], columns: { hit: [10, 20, 30, 40], fa: [1, 2, 3, 4] } } as const
const errors = { name: 'errors', ids: [4, 7, 2, 1], columns: { error: [0.4, 0.7, 0.2, 0.1] } } as const

test('rows of the images that both have, in the order of the first; the rest is counted', () => {
  const { ids, columns, dropped } = joinById([scores, errors])
  expect([...ids]).toEqual([1, 2, 4])
  expect([...columns.hit]).toEqual([10, 20, 40])
  expect([...columns.fa]).toEqual([1, 2, 4])
  expect([...columns.error]).toEqual([0.1, 0.2, 0.4])
  expect(dropped).toEqual({ scores: 1, errors: 1 })
  expect([...joinById([errors, scores]).ids]).toEqual([4, 2, 1])
})

test.each<[string, ImageTable, string]>([
  ['no ids', { ...errors, ids: undefined }, 'image ids to join by for errors but received rows in file order only'],
  ['an image twice', { ...errors, ids: [4, 7, 4, 1] }, 'each image once for errors but received image 4 twice'],
  [
    'no number',
    { ...errors, ids: [4, NaN, 2, 1] },
    'a positive integer as image id for row 1 of errors but received NaN',
  ],
  ['not whole', { ...errors, ids: [4, 1.5, 2, 1] }, 'for row 1 of errors but received 1.5'],
  ['zero', { ...errors, ids: [0, 7, 2, 1] }, 'for row 0 of errors but received 0'],
  ['lengths', { ...errors, ids: [1, 2] }, '2 values, one for each id, for errors.error but received 4'],
  [
    'a name twice',
    { ...errors, columns: { hit: [1, 2, 3, 4] } },
    'a column name of its own for errors but received hit',
  ],
  [
    'none in both',
    { ...errors, ids: [9, 8, 7, 6] },
    'images that all tables have for scores, errors but received none',
  ],
])('refused: %s', (_name, table, message) => {
  const join = () => joinById([scores, table])
  expect(join).toThrow(message)
  expect(join).toThrow(expect.objectContaining({ name: 'SpcError', code: 'INVALID_TABLE' }))
})
