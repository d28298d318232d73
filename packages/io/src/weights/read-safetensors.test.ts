import { describe, expect, test } from 'vitest'
import { buildSafetensors } from '../testing/build-safetensors.js'
import { base64Of, bytesOf, readGolden } from '../testing/golden.js'
import { everyFlip, everyPrefix } from '../testing/mutate.js'
import { probeAll } from '../testing/probe.js'
import { hostileReaders } from '../testing/readers.js'
import { readSafetensors } from './read-safetensors.js'

const { safetensors } = hostileReaders
const golden = readGolden<{ file: string; tensors: { name: string; shape: number[]; data: string }[] }>(
  'safetensors.json',
)
const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as unknown })
const entry = (begin: number, end: number, shape: unknown = [(end - begin) / 4], dtype: unknown = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
})

describe('readSafetensors', () => {
  test('reads every dtype, with the elements NumPy and PyTorch see', () => {
    const { tensors, metadata } = readSafetensors(bytesOf(golden.file))
    const found = [...tensors].map(([name, { shape, data }]) => ({ name, shape, data: base64Of(data) }))
    expect(found).toEqual(golden.tensors)
    expect(tensors.get('BF16')!.dtype).toBe('bfloat16')
    expect([...metadata]).toEqual([['format', 'np'], ['größe', '1']]) // prettier-ignore
  })

  test('tensors are in the order of their bytes; names such as __proto__ are only names', () => {
    const header = `{"b":${JSON.stringify(entry(4, 8))},"__proto__":${JSON.stringify(entry(0, 4))}}`
    const { tensors } = readSafetensors(buildSafetensors(header, new Uint8Array(8)))
    expect([...tensors.keys()]).toEqual(['__proto__', 'b'])
  })

  const eight = new Uint8Array(8)
  test.each([
    ['an overlap', { a: entry(0, 8), b: entry(4, 8) }, /tensor "b" at offset 8 .* offset 4: a gap or an overlap/],
    ['two tensors of the same bytes', { a: entry(0, 8), b: entry(0, 8) }, /a gap or an overlap/],
    ['a hole', { a: entry(4, 8) }, /tensor "a" at offset 0 .* offset 4/],
    ['bytes of no tensor', { a: entry(0, 4) }, /the end of the file .* 4 further bytes/],
    ['a size that does not fit', { a: entry(0, 8, [3]) }, /12 bytes of tensor "a" \(F32, 3\) .* 8/],
    ['offsets beyond the end', { a: entry(0, 12) }, /12 bytes of tensor "a"/],
    ['offsets in reverse', { a: entry(8, 0, [0]) }, /0 bytes of tensor "a" .* -8/],
    ['a shape of 2^53 x 2^53', { a: entry(0, 8, [2 ** 52, 2 ** 52]) }, /bytes of tensor "a"/],
    ['a negative size', { a: entry(0, 8, [-2, -1]) }, /dtype, shape and two data_offsets/],
    ['three offsets', { a: { ...entry(0, 8), data_offsets: [0, 4, 8] } }, /two data_offsets of tensor "a"/],
    ['a tensor that is no object', { a: [1] }, /an object as tensor "a"/],
    ['metadata that is no text', { __metadata__: { a: 1 }, a: entry(0, 8) }, /an object of strings as __metadata__/],
    ['a name twice', `{"a":${JSON.stringify(entry(0, 8))},"\\u0061":1}`, /each key once in the header .* "a" twice/],
    ['broken JSON', '{"a":', /JSON in UTF-8 as the header/],
    ['a list', '[1]     ', /a header that begins with \{ at byte 8/],
    ['deep nesting', `{"a":${'['.repeat(1e5)}`, /JSON in UTF-8/],
    ['a bool of 2', { a: entry(0, 8, [8], 'BOOL') }, /0 or 1 as a bool at byte \d+/],
  ])('refuses %s', (_, header, message) => {
    const bytes = buildSafetensors(header, Uint8Array.of(0, 1, 2, 0, 0, 0, 0, 0))
    expect(() => readSafetensors(bytes)).toThrow(refusal('INVALID_FORMAT', message))
  })

  test('refuses lengths that lie, and other dtypes by name', () => {
    for (const length of [2n ** 63n, 2n ** 64n - 1n, 2n ** 40n, 1000n, 0n])
      expect(() => readSafetensors(buildSafetensors({ a: entry(0, 8) }, eight, length))).toThrow(
        refusal('INVALID_FORMAT', /a size from 0|bytes of header|begins with/),
      )
    for (const dtype of ['F8_E4M3', 'C64', 'toString'])
      expect(() => readSafetensors(buildSafetensors({ a: entry(0, 8, [8], dtype) }, eight))).toThrow(
        refusal('UNSUPPORTED_FORMAT', new RegExp(`one of the dtypes .* for tensor "a" .* "${dtype}"`)),
      )
    expect(() => readSafetensors('x' as never)).toThrow(TypeError)
  })

  test('every prefix is refused, every changed byte refused or read', () => {
    const small = buildSafetensors({ a: entry(0, 8), h: entry(8, 12, [2], 'F16') }, new Uint8Array(12))
    expect(probeAll(safetensors.read, everyPrefix(small), safetensors.bounds).answered).toBe(0)
    const { answered, refused } = probeAll(safetensors.read, everyFlip(small, [1, 0x80, 0x20]), safetensors.bounds)
    expect(Math.min(answered, refused)).toBeGreaterThan(30)
  })
})
