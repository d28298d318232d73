import { expect, test } from 'vitest'
import { parseOptions } from './options.js'

test('defaults are those of the page: 20 pairs of eights', () => {
  expect(parseOptions({})).toEqual({ digit: 8, pairs: 20, train: false, epochs: 5 })
})

test.each([
  [{ digit: '0' }, { digit: 0, pairs: 20 }],
  [
    { digit: '9', pairs: '1' },
    { digit: 9, pairs: 1 },
  ],
  [{ pairs: '10000' }, { digit: 8, pairs: 10_000 }],
  [{ train: 'true' }, { digit: 8, train: true, epochs: 5 }],
  [
    { train: 'true', epochs: '12' },
    { train: true, epochs: 12 },
  ],
])('%o is %o', (raw, options) => expect(parseOptions(raw)).toMatchObject(options))

test.each([
  [{ digit: '10' }, 'Expected an integer from 0 to 9 for --digit but received 10'],
  [{ digit: '-1' }, 'Expected an integer from 0 to 9 for --digit but received -1'],
  [{ digit: 'eight' }, 'for --digit but received eight'],
  [{ digit: '' }, 'for --digit but received ""'],
  [{ digit: ' 8' }, 'for --digit but received " 8"'],
  [{ digit: '8\n' }, 'for --digit but received "8\\n"'],
  [{ digit: '٣' }, 'for --digit but received "٣"'],
  [{ train: 'yes' }, 'Expected no value for --train but received yes'],
  [{ epochs: '3' }, 'Expected --train beside --epochs but received --epochs 3 alone'],
  [{ train: 'true', epochs: '0' }, 'Expected an integer from 1 to 1000 for --epochs but received 0'],
  [{ pairs: '0' }, 'Expected an integer from 1 to 10000 for --pairs but received 0'],
  [{ pairs: '10001' }, 'for --pairs but received 10001'],
  [{ pairs: '2.5' }, 'for --pairs but received 2.5'],
  [{ pairs: '1e2' }, 'for --pairs but received 1e2'],
  [{ pairs: '0x10' }, 'for --pairs but received 0x10'],
  [{ pairs: 'Infinity' }, 'for --pairs but received Infinity'],
  [{ pairs: '99999999999999999999' }, 'for --pairs but received 99999999999999999999'],
])('%o is refused', (raw, message) => expect(() => parseOptions(raw)).toThrow(new RegExp(`${escape(message)}$`)))

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

test('hostile text reaches no terminal: escaped and cut', () => {
  const message = (text: string) => {
    try {
      return String(parseOptions({ digit: text }))
    } catch (error) {
      return (error as Error).message
    }
  }
  expect(message('\u001b[2J8')).toBe('Expected an integer from 0 to 9 for --digit but received "\\u001b[2J8"')
  expect(message('8'.repeat(100_000)).length).toBeLessThan(120)
})
