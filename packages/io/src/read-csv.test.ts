import { describe, expect, test } from 'vitest'
import { csvColumn, csvNumbers } from './csv-numbers.js'
import { FormatError } from './format-error.js'
import { readCsv, type ReadCsvOptions } from './read-csv.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string, options?: ReadCsvOptions) => readCsv(bytes(text), options)
const coded = (message: RegExp) =>
  expect.objectContaining({ code: 'INVALID_FORMAT', message: expect.stringMatching(message) as unknown })

describe('readCsv', () => {
  test('gives columns and rows, and the lines they stand on', () => {
    expect(read('id,score\n7,.5\n3,"a,b"\n', { name: 'x.csv' })).toEqual({
      ...{ label: 'csv "x.csv"', columns: ['id', 'score'], rows: [['7', '.5'], ['3', 'a,b']], lines: [2, 3] }, // prettier-ignore
    })
  })

  test('without a header every row is a row', () => {
    expect(read('75, 7587_filler, 886.4\n', { header: false, trim: true })).toMatchObject({
      ...{ columns: [], rows: [['75', '7587_filler', '886.4']], lines: [1] },
    })
  })

  test('blanks are part of a cell unless they are trimmed, and never where quoted', () => {
    const text = ' a ,b\n 1, "x " \n'
    expect(() => read(text)).toThrow(coded(/quotes around whole cells only on line 2/))
    expect(read(text, { trim: true })).toMatchObject({ columns: ['a', 'b'], rows: [['1', 'x ']] })
    expect(read(' a ,b\n1 , 2\n')).toMatchObject({ columns: [' a ', 'b'], rows: [['1 ', ' 2']] })
  })

  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('lines ended by %s, with quotes, doubled quotes and line breaks in cells', (_, end) => {
    const text = ['a,b', '"1 ""x""","2\n2"', ',', ''].join(end)
    expect(read(text)).toMatchObject({ columns: ['a', 'b'], rows: [['1 "x"', '2\n2'], ['', '']] }) // prettier-ignore
    expect(read(text + end + end).rows).toHaveLength(2)
    expect(read(text.slice(0, -end.length)).rows).toHaveLength(2)
  })

  test('line ends may differ within one file', () => {
    expect(read('a\r\n1\n2\r3').rows).toEqual([['1'], ['2'], ['3']])
  })

  test('an empty line between rows is kept, so that no row moves', () => {
    expect(read('a\n1\n\n3\n')).toMatchObject({ rows: [['1'], [''], ['3']], lines: [2, 3, 4] })
    expect(() => read('a,b\n1,2\n\n3,4\n')).toThrow(coded(/as many cells as in the first row on line 3 .* received 1$/))
  })

  test('lines are counted across cells of several lines', () => {
    expect(read('a\n"1\n1"\n2\n').lines).toEqual([3, 4])
  })

  test('a byte order mark is no part of the first name', () => {
    expect(readCsv(Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes('é\n1'))).columns).toEqual(['é'])
  })

  test('another delimiter, and a part of a larger buffer', () => {
    const all = bytes('xxa;b\n1,5;2')
    expect(readCsv(all.subarray(2), { delimiter: ';' })).toMatchObject({ columns: ['a', 'b'], rows: [['1,5', '2']] })
    expect(read('a\tb\n1\t2', { delimiter: '\t' }).columns).toEqual(['a', 'b'])
  })

  test('no file is too short', () => {
    expect(read('', { header: false })).toMatchObject({ columns: [], rows: [], lines: [] })
    expect(read('a,b')).toMatchObject({ columns: ['a', 'b'], rows: [] })
    expect(() => read('\n\n')).toThrow(coded(/a first row that names the columns .* received an empty file/))
  })

  test('the names __proto__ and constructor are only names', () => {
    expect(read('__proto__,constructor\n1,2\n')).toMatchObject({ columns: ['__proto__', 'constructor'] })
  })
})

describe('readCsv refuses', () => {
  test.each([
    ['a row too short', 'a,b\n1,2\n3\n', /as many cells .* line 3 for csv bytes but received 1$/],
    ['a row too long', 'a,b\n1,2,3\n', /line 2 .* received 3$/],
    ['a quote that is not closed', 'a,b\n1,"2\n3,4\n', /a closing quote on line \d .* the end of the file/],
    ['text behind a quote', 'a,b\n1,"2"x\n', /behind a closing quote on line 2/],
    ['a quote inside a cell', 'a,b\n1,2"2\n', /quotes around whole cells only on line 2/],
    ['two columns of one name', 'a,b,a\n1,2,3\n', /columns of different names .* two named "a"/],
    ['a NUL', 'a,b\n1,\0\n', /text at byte 6 .* a NUL/],
  ])('%s', (_, text, message) => {
    expect(() => read(text)).toThrow(FormatError)
    expect(() => read(text)).toThrow(coded(message))
  })

  test('text behind a quote, trimmed', () => {
    expect(() => read('a,b\n1,"2" x\n', { trim: true })).toThrow(coded(/behind a closing quote on line 2/))
  })

  test('what is not UTF-8', () => {
    expect(() => readCsv(Uint8Array.of(0x61, 0xe9, 0x0a))).toThrow(coded(/UTF-8 text for csv bytes/))
    expect(() => readCsv(Uint8Array.of(0xff, 0xfe, 0x61, 0))).toThrow(coded(/a NUL: binary data, or UTF-16/))
  })

  test('wrong arguments', () => {
    expect(() => readCsv('a,b' as never)).toThrow(TypeError)
    for (const delimiter of ['', ',,', '"', '\n', 5 as never])
      expect(() => read('a', { delimiter })).toThrow(/one character, no quote or line break, for delimiter/)
  })
})

describe('csvNumbers', () => {
  const table = read('id,x,y\n1, ,2.5\n2,NA,-1e3\n', { trim: true })

  test('reads a column by its name or place', () => {
    expect(csvNumbers(table, 'y')).toEqual(Float64Array.of(2.5, -1000))
    expect(csvNumbers(read('.5,1.\n+3,1E2', { header: false }), 1)).toEqual(Float64Array.of(1, 100))
  })

  test('missing values only where they are expected', () => {
    expect(() => csvNumbers(table, 'x')).toThrow(coded(/a finite number in column "x" on line 2 .* an empty cell/))
    expect(csvNumbers(table, 'x', { missing: 'nan' })).toEqual(Float64Array.of(NaN, NaN))
  })

  test.each(['inf', 'Infinity', '1e999', '0x10', '1,5', '12_filler', '1 2', '-', '.', 'e5', '١'])(
    'refuses %s',
    (cell) => {
      const one = readCsv(bytes(`x\n"${cell}"\n`))
      for (const missing of ['refuse', 'nan'] as const)
        expect(() => csvNumbers(one, 'x', { missing })).toThrow(coded(/a finite number in column "x" on line 2/))
    },
  )

  test('an unknown column names those there are', () => {
    expect(() => csvColumn(table, 'z')).toThrow(coded(/a column "z" for csv bytes but received "id", "x", "y"$/))
    expect(() => csvColumn(read('1,2', { header: false }), 2)).toThrow(coded(/received 2 without names$/))
    expect(csvColumn(table, 'x')).toBe(1)
  })
})
