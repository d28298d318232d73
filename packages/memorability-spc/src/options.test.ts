import { expect, test } from 'vitest'
import { parseOptions, seedsOf } from './options.js'

test('the published batches and three seeds unless told', () => {
  const images = { network: '', layer: '', preprocessing: '' }
  expect(parseOptions({})).toEqual({ seeds: 3, batches: 1000, idColumn: '', scoreColumn: '', ...images })
  expect(parseOptions({ seeds: '20', batches: '1', 'id-column': 'a', 'score-column': 'b' })).toEqual({
    ...{ seeds: 20, batches: 1, idColumn: 'a', scoreColumn: 'b', ...images },
  })
  expect(seedsOf({ seeds: 3 })).toEqual([0, 1, 2])
  expect(() => parseOptions({ batches: '0' })).toThrow('for --batches but received 0')
})

test.each(['0', '21', '-1', '2.5', '1e1', '', 'many', ' 3'])('%j seeds are refused', (seeds) => {
  expect(() => parseOptions({ seeds })).toThrow(/^Expected an integer from 1 to 20 for --seeds but received /)
})

test('hostile text reaches no terminal: escaped and cut', () => {
  expect(() => parseOptions({ seeds: '\u001b[2J' })).toThrow('received "\\u001b[2J"')
  expect(() => parseOptions({ seeds: '8'.repeat(100_000) })).toThrow(/^.{0,110}$/)
})
