import { describe, expect, test } from 'vitest'
import { FormatError } from './format-error.js'
import { everyFlip, everyPrefix, seededFlips, seededPrefixes } from './testing/mutate.js'
import { probe, probeAll } from './testing/probe.js'

const bounds = { returned: 1, grown: 1, milliseconds: 50 }
const mutant = { bytes: new Uint8Array(8), how: 'a test' }
const array = (length: number, shape = [length]) => [{ data: new Uint8Array(length), shape }]
const thrown = (error: unknown) => () => {
  throw error
}

// The gate of the hostile tests must itself be able to fail.
describe('probe complains about', () => {
  test.each([
    ['a RangeError', thrown(new RangeError('Invalid array length')), /a test: threw RangeError: Invalid array/],
    ['a zlib error', thrown(Object.assign(new Error('x'), { code: 'Z_BUF_ERROR' })), /threw Error: x/],
    ['an unclear message', thrown(new FormatError('INVALID_FORMAT', 'bad')), /threw the unclear "bad"/],
    ['an unknown code', thrown(new FormatError('X' as never, 'Expected a for b but received c')), /unclear/],
    ['a shape that does not fit', () => array(8, [3, 3]), /shape 3,3 of 8/],
    ['large results', () => array(8 + 2 ** 16 + 1), /returned 65545 bytes for 8/],
    ['large allocations', () => array(3 * 2 ** 20) && [], /grew memory by 3\d+ bytes for 8/],
    ['slowness', () => sleep(60), /took \d+/],
  ])('%s', (_, read, message) => {
    expect(() => probe(read, mutant, bounds)).toThrow(message)
  })

  test('but not about good answers and clear refusals', () => {
    expect(probe(() => array(8), mutant, bounds)).toEqual(array(8))
    const refuse = thrown(new FormatError('INVALID_FORMAT', 'Expected a for b but received c'))
    expect(probe(refuse, mutant, bounds)).toBeUndefined()
    expect(probeAll(refuse, everyPrefix(new Uint8Array(5)), bounds)).toEqual({ answered: 0, refused: 5 })
  })
})

describe('mutants', () => {
  const file = Uint8Array.of(1, 2, 3)

  test('are every prefix, and every flip', () => {
    expect([...everyPrefix(file)].map(({ bytes }) => [...bytes])).toEqual([[], [1], [1, 2]])
    const flips = [...everyFlip(file, [1, 255])]
    expect(flips.map(({ bytes }) => [...bytes])).toEqual([
      [0, 2, 3],
      [254, 2, 3],
      [1, 3, 3],
      [1, 253, 3],
      [1, 2, 2],
      [1, 2, 252],
    ])
    expect(file).toEqual(Uint8Array.of(1, 2, 3))
  })

  test('depend on the seed only, and always differ from the file', () => {
    const big = new Uint8Array(1000)
    const flips = [...seededFlips(big, 500, 7)]
    expect(flips.map(({ how }) => how)).toEqual([...seededFlips(big, 500, 7)].map(({ how }) => how))
    expect(flips.map(({ how }) => how)).not.toEqual([...seededFlips(big, 500, 8)].map(({ how }) => how))
    expect(flips.every(({ bytes }) => bytes.filter((byte) => byte !== 0).length === 1)).toBe(true)
    expect([...seededPrefixes(big, 500, 7)].every(({ bytes }) => bytes.length < 1000)).toBe(true)
  })
})

function sleep(milliseconds: number) {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
  return array(8)
}
