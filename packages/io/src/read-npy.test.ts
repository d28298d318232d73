import { describe, expect, test } from 'vitest'
import { readNpy } from './read-npy.js'
import { buildNpy, npyHeader } from './testing/build-npy.js'
import { base64Of, bytesOf, readGolden } from './testing/golden.js'

interface Golden {
  readonly read: { name: string; file: string; dtype: string; shape: number[]; data: string }[]
  readonly refused: { name: string; file: string; descr: string }[]
}

const golden = readGolden<Golden>('npy.json')
const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as unknown })

describe('readNpy', () => {
  test.each(golden.read)('reads what NumPy wrote, bit for bit: $name', ({ file, dtype, shape, data }) => {
    const array = readNpy(bytesOf(file))
    expect(array).toMatchObject({ dtype, shape })
    expect(base64Of(array.data)).toBe(data)
  })

  test('gives the typed array of the dtype', () => {
    const types = new Map(golden.read.map(({ file, dtype }) => [dtype, readNpy(bytesOf(file)).data.constructor]))
    expect(Object.fromEntries(types)).toEqual({
      bool: Uint8Array,
      int8: Int8Array,
      int16: Int16Array,
      int32: Int32Array,
      int64: BigInt64Array,
      uint8: Uint8Array,
      uint16: Uint16Array,
      uint32: Uint32Array,
      uint64: BigUint64Array,
      float16: Float32Array,
      float32: Float32Array,
      float64: Float64Array,
    })
  })

  test('never aliases the input', () => {
    const file = buildNpy(npyHeader('|u1', '(3,)'), Uint8Array.of(1, 2, 3))
    const { data } = readNpy(file)
    file.fill(255)
    expect([...data]).toEqual([1, 2, 3])
  })

  test.each([
    ['keys in another order', `{"shape": (2,), "descr": "|u1", "fortran_order": False}`],
    ['no space, no comma', `{'descr':'|u1','fortran_order':False,'shape':(2,)}`],
    ['long integers of Python 2', `{'descr': '|u1', 'fortran_order': False, 'shape': (2L,), }  \n`],
    ['line breaks and tabs', `\n{'descr':\t'<u1',\r\n'fortran_order': True, 'shape': (1, 2, 1,), }`],
  ])('reads a header with %s', (_, header) => {
    expect([...readNpy(buildNpy(header, Uint8Array.of(7, 8))).data]).toEqual([7, 8])
  })
})

describe('readNpy refuses', () => {
  test.each(golden.refused)('dtype $name, naming it', ({ file, descr }) => {
    const named = descr.startsWith('|V') ? /dtype "(\|V3|\[\('a', '<f4'\), \('b', '<i2'\)\], .*)"/ : descr
    expect(() => readNpy(bytesOf(file))).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_FORMAT' }))
    expect(() => readNpy(bytesOf(file))).toThrow(named)
  })

  const one = Uint8Array.of(1)
  test.each([
    ['f8', /dtype "f8"/],
    ['=f8', /dtype "=f8"/],
    ['|f8', /dtype "\|f8"/],
    ['<f3', /dtype "<f3"/],
    ['<f16', /dtype "<f16"/],
    ['', /dtype ""/],
    ['<c8', /dtype "<c8" \(complex\)/],
  ])('dtype %j', (descr, message) => {
    expect(() => readNpy(buildNpy(npyHeader(descr, '(1,)'), one))).toThrow(refusal('UNSUPPORTED_FORMAT', message))
  })

  test.each([[[4, 0]], [[1, 1]], [[0, 0]]])('version %j', (version) => {
    expect(() => readNpy(buildNpy(npyHeader('|u1', '(1,)'), one, version))).toThrow(
      refusal('UNSUPPORTED_FORMAT', /version 1.0, 2.0 or 3.0/),
    )
  })

  const tail = `'fortran_order': False, 'shape': (1,), }`
  const head = `{'descr': '|u1', 'fortran_order': False, 'shape': `
  test.each([
    ['an empty header', '', /'{' in the header at byte 10 for npy bytes but received its end/],
    ['no closing brace', `${head}(1,), `, /a string for a header key .* received its end/],
    ['text after the dictionary', `${head}(1,)} x`, /nothing after the dictionary .* received "x"/],
    ['a missing key', `{'descr': '|u1', 'shape': (1,)}`, /with the key fortran_order/],
    ['a key twice', `{'descr': '|u1', 'descr': '|u1', ${tail}`, /each header key once .* "descr" twice/],
    ['an unknown key', `{'__proto__': 1, 'descr': '|u1', ${tail}`, /received "__proto__"/],
    ['a number as descr', `{'descr': 1, ${tail}`, /a string for descr .* received "1"/],
    ['an escape in a string', `{'de\\x73cr': '|u1', ${tail}`, /a Python literal/],
    ['an open string', `{'descr: `, /a Python literal/],
    ['a flag that is no bool', `{'descr': '|u1', 'fortran_order': 0, 'shape': (1,)}`, /True or False/],
    ['a call', `{'descr': '|u1', 'fortran_order': bool(), 'shape': (1,)}`, /True or False/],
    ['a number as shape', `${head}1}`, /'\(' in the header/],
    ['a list as shape', `${head}[1]}`, /'\(' in the header/],
    ['parentheses without comma', `${head}(1)}`, /a tuple for shape .* received \(1\)/],
    ['a negative size', `${head}(-1,)}`, /a Python literal .* received "-1,\)}"/],
    ['a float size', `${head}(1.0,)}`, /',' or '\)'|a Python literal/],
    ['a leading zero', `${head}(01,)}`, /',' or '\)'/],
    ['two commas', `${head}(1,,)}`, /an integer from 0/],
    ['a comma only', `${head}(,)}`, /an integer from 0/],
    ['a size above 2^53', `${head}(9007199254740993,)}`, /an integer from 0 to 2\^53 - 1/],
    ['a size of 400 digits', `${head}(${'9'.repeat(400)},)}`, /an integer from 0 to 2\^53 - 1/],
    ['too many axes', `${head}(${'1,'.repeat(65)})}`, /at most 64 dimensions .* received 65/],
    ['a NUL', `${head}(1,)}\0`, /a Python literal .* received "\\u0000"/],
  ])('%s', (_, header, message) => {
    expect(() => readNpy(buildNpy(header, one))).toThrow(refusal('INVALID_FORMAT', message))
  })

  test.each([
    ['a missing byte', '<f8', '(2,)', 15, /16 bytes of data \(dtype "<f8", shape 2\) for npy bytes but received 15/],
    ['a byte too many', '<f8', '(2,)', 17, /but received 17/],
    ['2^31 x 2^31', '|u1', '(2147483648, 2147483648)', 8, /but received 8/],
    ['a product of 0 modulo 2^64', '|u1', '(4294967296, 4294967296)', 0, /but received 0/],
    ['bytes of an empty array', '<f8', '(0, 9007199254740991)', 1, /0 bytes of data/],
  ])('%s', (_, descr, shape, count, message) => {
    const bytes = buildNpy(npyHeader(descr, shape), new Uint8Array(count))
    expect(() => readNpy(bytes)).toThrow(refusal('INVALID_FORMAT', message))
  })

  test('a header length that lies', () => {
    const file = buildNpy(npyHeader('|u1', '(1,)'), one)
    for (const length of [0, 1, 20, file.length - 10, file.length - 9, 0xffff]) {
      const lie = file.slice()
      new DataView(lie.buffer).setUint16(8, length, true)
      expect(() => readNpy(lie)).toThrow(refusal('INVALID_FORMAT', /for npy bytes/))
    }
    const second = buildNpy(npyHeader('|u1', '(1,)'), one, [2, 0])
    new DataView(second.buffer).setUint32(8, 0xffffffff, true)
    expect(() => readNpy(second)).toThrow(refusal('INVALID_FORMAT', /4294967295 bytes of header at byte 12/))
  })

  test('a bool that is neither 0 nor 1', () => {
    const file = buildNpy(npyHeader('|b1', '(3,)'), Uint8Array.of(0, 1, 2))
    expect(() => readNpy(file, { name: 'b.npy' })).toThrow(
      refusal(
        'INVALID_FORMAT',
        new RegExp(`0 or 1 as a bool at byte ${file.length - 1} for npy "b.npy" but received 2`),
      ),
    )
  })

  test('no Uint8Array', () => expect(() => readNpy([1] as never)).toThrow(TypeError))

  test('headers of 60 KB of one character in linear time', () => {
    for (const character of [' ', '(', "'", '9', 'A', ',', '{', '\\']) {
      const start = performance.now()
      expect(() => readNpy(buildNpy(head + character.repeat(60_000)))).toThrow(
        expect.objectContaining({ code: 'INVALID_FORMAT' }),
      )
      expect(performance.now() - start).toBeLessThan(500)
    }
  })
})
