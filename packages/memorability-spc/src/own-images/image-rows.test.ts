import { expect, test } from 'vitest'
import { scoreTable } from '../own-tables/score-table.js'
import { imageRows } from './image-rows.js'

const rows = (names: readonly string[], csv: string) =>
  imageRows(
    names.map((name) => ({ name })),
    scoreTable(new TextEncoder().encode(csv), 's.csv'),
  )

test('images join by name without ending, scored ones first, whatever the order of the table', () => {
  const found = rows(['1.jpg', '10.jpg', '2.PNG', 'x.y.jpeg'], 'id,score\n2,.2\nx.y,.9\n1,.1\n')
  expect(found.ids).toEqual(['1', '2', 'x.y', '10'])
  expect(found.files.map(({ name }) => name)).toEqual(['1.jpg', '2.PNG', 'x.y.jpeg', '10.jpg'])
  expect(found.scored).toBe(3)
})

test('or by whole name, where the table has those: then two endings are two images', () => {
  const found = rows(['a.jpg', 'a.png', 'b.jpg'], 'image,score\nb.jpg,1\na.png,2\n')
  expect(found.ids).toEqual(['a.png', 'b.jpg', 'a.jpg'])
})

test.each([
  ['an id without an image', ['a.jpg', 'b.jpg'], 'id,s\na,1\nc,2\n', 'Expected the name of an image of --images for line 3 of csv "s.csv" but received "c"'], // prettier-ignore
  ['a whole name beside one without ending', ['a.jpg', 'b.jpg'], 'id,s\na.jpg,1\nb,2\n', 'line 3 of csv "s.csv" but received "b"'], // prettier-ignore
  ['two images of one id', ['a.jpg', 'a.png'], 'id,s\na,1\n', 'Expected one image of each name without its ending (or whole names in csv "s.csv") for --images but received a.jpg and a.png'], // prettier-ignore
  ['an id with leading zeros', ['1.jpg'], 'id,s\n001,1\n', 'but received "001"'],
])('%s is one clear error', (_, names, csv, message) => {
  expect(() => rows(names, csv)).toThrow(message)
})
