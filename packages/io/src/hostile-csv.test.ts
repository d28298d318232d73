import { describe, expect, test } from 'vitest'
import { dataDir, readData } from './testing/data-dir.js'
import { everyFlip, everyPrefix, type Mutant, seededFlips, seededPrefixes, seededRandom } from './testing/mutate.js'
import { probe, probeAll } from './testing/probe.js'
import { hostileReaders } from './testing/readers.js'

const { csv } = hostileReaders
const bytes = (text: string) => new TextEncoder().encode(text)
const file = bytes('\ufeffid,name,"x ""y"""\r\n1,"a,\n",2.5\r\n2,é,\r\n')

describe('csv', () => {
  test('a prefix is read or refused, a changed byte too', () => {
    const prefixes = probeAll(csv.read, everyPrefix(file), csv.bounds)
    expect(prefixes.answered).toBeGreaterThan(10)
    expect(prefixes.refused).toBeGreaterThan(10)
    const flips = probeAll(csv.read, everyFlip(file, [0x01, 0x80, 0x20, 0xff]), csv.bounds)
    expect(flips.answered).toBeGreaterThan(20)
    expect(flips.refused).toBeGreaterThan(20)
  })

  test('5,000 random sentences of its characters', () => {
    const words = [
      ',',
      ',',
      '"',
      '"',
      '""',
      '\n',
      '\r\n',
      '\r',
      ' ',
      'a',
      '1',
      'é',
      '\0',
      '\ufeff',
      'a,b\n',
      '"x"',
      '\t',
    ]
    const pick = seededRandom(5)
    const sentences = function* (): Generator<Mutant> {
      for (let k = 0; k < 5000; k++) {
        const length = Math.floor(pick() * 24)
        const sentence = Array.from({ length }, () => words[Math.floor(pick() * words.length)]!).join('')
        yield { bytes: bytes(sentence), how: JSON.stringify(sentence) }
      }
    }
    const { answered, refused } = probeAll(csv.read, sentences(), csv.bounds)
    expect(answered).toBeGreaterThan(200)
    expect(refused).toBeGreaterThan(2500)
  })

  // Each takes a second or so; anything quadratic in 300,000 would take minutes.
  test.each([
    ['quotes', '"'],
    ['delimiters', ','],
    ['line breaks and an end', '\n'],
    ['carriage returns and an end', '\r'],
    ['blanks', ' '],
    ['columns', 'a,'],
    ['quoted cells', '"a",'],
    ['rows', '1\n'],
  ])('300,000 %s take no longer than that', (_, unit) => {
    const bounds = { ...csv.bounds, milliseconds: 30_000 }
    probe(csv.read, { bytes: bytes(`${unit.repeat(3e5)}x`), how: unit }, bounds)
  })
})

test.skipIf(dataDir === undefined)('real tables, cut and changed', () => {
  const real = readData('isola2014/block5_pool_NN.csv').subarray(0, 20_000)
  for (const mutants of [seededPrefixes(real, 200, 1), seededFlips(real, 500, 2)]) {
    const { answered, refused } = probeAll(csv.read, mutants, csv.bounds)
    expect(Math.min(answered, refused)).toBeGreaterThan(5)
  }
})
