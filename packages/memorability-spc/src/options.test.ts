import { expect, test } from 'vitest'
import { parseOptions } from './options.js'

test('three seeds unless told', () => {
  expect([parseOptions({}), parseOptions({ seeds: '1' }), parseOptions({ seeds: '20' })]).toEqual([{ seeds: 3 }, { seeds: 1 }, { seeds: 20 }]) // prettier-ignore
})

test.each(['0', '21', '-1', '2.5', '1e1', '', 'many', ' 3'])('%j seeds are refused', (seeds) => {
  expect(() => parseOptions({ seeds })).toThrow(/^Expected an integer from 1 to 20 for --seeds but received /)
})

test('hostile text reaches no terminal: escaped and cut', () => {
  expect(() => parseOptions({ seeds: '\u001b[2J' })).toThrow('received "\\u001b[2J"')
  expect(() => parseOptions({ seeds: '8'.repeat(100_000) })).toThrow(/^.{0,110}$/)
})
