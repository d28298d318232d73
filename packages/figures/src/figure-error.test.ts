import { expect, test } from 'vitest'
import { FigureError, refusal } from './figure-error.js'

test('an error with a code and the house wording', () => {
  const error = refusal('a filled array', 'points', [])
  expect(error).toBeInstanceOf(FigureError)
  expect(error).toMatchObject({ name: 'FigureError', code: 'INVALID_ARGUMENT' })
  expect(error.message).toBe('Expected a filled array for points but received an array of length 0')
})

test.each([
  ['a"b', '"a\\"b"'],
  ['x'.repeat(100), `"${'x'.repeat(60)}…"`],
  [NaN, 'NaN'],
  [undefined, 'undefined'],
  [null, 'null'],
  [{}, 'an object'],
])('shows %j', (received, shown) => {
  expect(refusal('w', 'n', received).message).toBe(`Expected w for n but received ${shown}`)
})
