import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readIdx } from './read-idx.js'
import { buildIdx, buildIdxGz, someBytes } from './testing/build-idx.js'
import { base64Of, bytesOf, readGolden } from './testing/golden.js'

interface IdxCase {
  readonly name: string
  readonly file: string
  readonly gzip: string
  readonly shape: number[]
  readonly data: string
}

const golden = readGolden<{ read: IdxCase[] }>('idx.json')
const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as unknown })

describe('readIdx', () => {
  test.each(golden.read)('reads what NumPy wrote: $name', ({ file, gzip, shape, data }) => {
    for (const bytes of [bytesOf(file), bytesOf(gzip)]) {
      const array = readIdx(bytes)
      expect(array.shape).toEqual(shape)
      expect(base64Of(array.data)).toBe(data)
    }
  })

  test('gives the typed array of the type code', () => {
    const types = [0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e].map((code) =>
      readIdx(buildIdx(code, [1], someBytes(size(code)))),
    )
    expect(types.map(({ data }) => data.constructor)).toEqual([
      Uint8Array,
      Int8Array,
      Int16Array,
      Int32Array,
      Float32Array,
      Float64Array,
    ])
  })

  test('reads back any u8 array, plain and gzipped', () => {
    const dimensions = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 })
    fc.assert(
      fc.property(dimensions, (shape) => {
        const data = someBytes(shape.reduce((product, n) => product * n, 1))
        expect(readIdx(buildIdx(8, shape, data))).toEqual({ data, shape })
        expect(readIdx(buildIdxGz(8, shape, data))).toEqual({ data, shape })
      }),
    )
  })

  test('never aliases the input', () => {
    const file = buildIdx(8, [4], someBytes(4))
    const { data } = readIdx(file)
    file.fill(255)
    expect(data).toEqual(someBytes(4))
    expect(data.buffer.byteLength).toBe(4)
  })
})

describe('readIdx refuses', () => {
  const file = buildIdx(8, [3, 4], someBytes(12))

  test.each([
    ['a missing byte', file.subarray(0, -1), /24 bytes \(shape 3 x 4\) for idx "f" but received 23/],
    ['a byte too many', Uint8Array.from([...file, 0]), /24 bytes \(shape 3 x 4\) for idx "f" but received 25/],
    ['no bytes', new Uint8Array(0), /4 bytes of magic at byte 0 for idx "f" but received the last 0 bytes/],
    ['another magic', Uint8Array.from([1, ...file.slice(1)]), /two zero bytes at byte 0 for idx "f" but received 1 0/],
    ['2^31 x 2^31', buildIdx(8, [2 ** 31, 2 ** 31], someBytes(8)), /4611686018427388000 bytes/],
    ['a product that is 0 modulo 2^64', buildIdx(8, Array<number>(64).fill(2 ** 31), someBytes(0)), /bytes \(shape/],
    ['255 dimensions of 2^32 - 1', buildIdx(8, Array<number>(255).fill(2 ** 32 - 1), someBytes(9)), /Infinity bytes/],
    ['half an element', buildIdx(0x0e, [1], someBytes(4)), /16 bytes \(shape 1\) for idx "f" but received 12/],
  ])('%s', (_, bytes, message) => {
    expect(() => readIdx(bytes, { name: 'f' })).toThrow(refusal('INVALID_FORMAT', message))
  })

  test('an unknown type code', () => {
    expect(() => readIdx(buildIdx(10, [1], someBytes(1)))).toThrow(
      refusal('UNSUPPORTED_FORMAT', /one of 8, 9, 11, 12, 13, 14\) for idx bytes but received 10/),
    )
  })

  test('arguments of another type', () => {
    expect(() => readIdx('x' as never)).toThrow(TypeError)
    expect(() => readIdx(file, { maxExpansion: NaN })).toThrow(TypeError)
  })
})

describe('readIdx of gzip', () => {
  const zeros = buildIdxGz(8, [4 * 2 ** 20], new Uint8Array(4 * 2 ** 20))

  test('refuses what expands above maxExpansion before it inflates', () => {
    const before = process.memoryUsage().external
    expect(() => readIdx(zeros)).toThrow(
      refusal('LIMIT_EXCEEDED', /maxExpansion 128 x \d+ \+ 65536\).* declares 4194312/),
    )
    expect(process.memoryUsage().external - before).toBeLessThan(2 ** 20)
    expect(readIdx(zeros, { maxExpansion: 2000 }).data).toHaveLength(4 * 2 ** 20)
  })

  test('a bomb behind a small header is refused by its trailer, or where the declared size is passed', () => {
    const bomb = Uint8Array.from(gzipSync(Buffer.concat([buildIdx(8, [10], someBytes(10)), Buffer.alloc(2 ** 26)])))
    const before = process.memoryUsage().external
    expect(() => readIdx(bomb)).toThrow(refusal('INVALID_FORMAT', /idx header declares, 18, .* received 67108882/))
    bomb.set([18, 0, 0, 0], bomb.length - 4)
    expect(() => readIdx(bomb)).toThrow(refusal('INVALID_FORMAT', /18 bytes of content .* received more/))
    expect(process.memoryUsage().external - before).toBeLessThan(2 ** 20)
  })

  test('a header that declares 2^31 x 2^31 is refused as too large', () => {
    const lie = buildIdxGz(8, [2 ** 31, 2 ** 31], someBytes(100))
    expect(() => readIdx(lie)).toThrow(refusal('LIMIT_EXCEEDED', /declares 4611686018427388000/))
  })

  test('more or less content than declared, a second member and trailing bytes are errors', () => {
    const good = buildIdxGz(8, [100], someBytes(100))
    for (const bytes of [
      buildIdxGz(8, [101], someBytes(100)),
      buildIdxGz(8, [99], someBytes(100)),
      Buffer.concat([good, good]),
      Buffer.concat([good, Buffer.alloc(1)]),
    ])
      expect(() => readIdx(bytes)).toThrow(refusal('INVALID_FORMAT', /Expected .* for gzipped idx bytes/))
  })
})

function size(code: number): number {
  return { 8: 1, 9: 1, 11: 2, 12: 4, 13: 4, 14: 8 }[code]!
}
