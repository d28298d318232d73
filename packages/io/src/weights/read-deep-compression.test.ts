import { describe, expect, test } from 'vitest'
import { buildDeepCompression, smallDeepCompression, smallLayers } from '../testing/build-deep-compression.js'
import { dataDir, readData } from '../testing/data-dir.js'
import { everyFlip, everyPrefix, seededFlips, seededPrefixes } from '../testing/mutate.js'
import { probeAll } from '../testing/probe.js'
import { hostileReaders } from '../testing/readers.js'
import { readDeepCompression } from './read-deep-compression.js'
import { squeezeNetLayers } from './squeezenet-layers.js'

const { deepCompression } = hostileReaders
const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as unknown })

describe('readDeepCompression', () => {
  test('places codes by their gaps, fillers included', () => {
    const tensors = readDeepCompression(smallDeepCompression(), smallLayers)
    const weight = new Float32Array(24)
    weight.set([0.5], 0)
    weight.set([-0.25], 3)
    weight.set([0, 3], 19)
    weight.set([-0.25], 23)
    expect([...tensors]).toEqual([
      ['a.weight', { data: weight, shape: [2, 3, 2, 2] }],
      ['a.bias', { data: new Float32Array([1, -1]), shape: [2] }],
      ['b.weight', { data: new Float32Array([0, 7]), shape: [1, 2, 1, 1] }],
      ['b.bias', { data: new Float32Array([0.125]), shape: [1] }],
    ])
  })

  const one = { name: 'one', shape: [1, 1, 2, 2] } as const
  const raw = { count: 2, codebook: [0, 1], bias: [0], codes: [1, 1], gaps: [1, 1] }

  test.each([
    ['a byte too many', Uint8Array.from([...buildDeepCompression([raw]), 0]), /end of the file.* received 1 further/],
    [
      'more weights than the layer',
      buildDeepCompression([{ ...raw, count: 5 }]),
      /at most 4 weights of "one" at byte 0/,
    ],
    [
      'a weight behind the layer',
      buildDeepCompression([{ ...raw, gaps: [1, 2] }]),
      /the 4 weights of "one".* weight 4$/,
    ],
    [
      'a code 0 other than 0',
      buildDeepCompression([{ ...raw, codebook: [1] }]),
      /0 as code 0 of "one" at byte 4 .* 1$/,
    ],
    ['a NaN as code 0', buildDeepCompression([{ ...raw, codebook: [NaN] }]), /0 as code 0 of "one".* NaN$/],
    [
      'half a byte of gaps too many',
      buildDeepCompression([{ ...raw, count: 1, codes: [1] }]),
      /4 zero bits after the gaps/,
    ],
    ['no bytes', new Uint8Array(0), /count of weights of "one" at byte 0/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readDeepCompression(bytes, [one], { name: 'f' })).toThrow(refusal('INVALID_FORMAT', message))
  })

  test('refuses wrong arguments', () => {
    expect(() => readDeepCompression('x' as never, [one])).toThrow(TypeError)
    expect(() => readDeepCompression(buildDeepCompression([raw, raw]), [one, one])).toThrow(/each layer once/)
    expect(() => readDeepCompression(new Uint8Array(9), [{ name: 'x', shape: [1, 0, 1, 1] }])).toThrow(/integers > 0/)
  })

  test('every prefix is refused, every changed byte is refused or read', () => {
    const file = smallDeepCompression()
    expect(probeAll(deepCompression.read, everyPrefix(file), deepCompression.bounds).answered).toBe(0)
    const { answered, refused } = probeAll(deepCompression.read, everyFlip(file, [1, 0x80]), deepCompression.bounds)
    expect(answered).toBeGreaterThan(100)
    // Counts, codes 0 and some gaps.
    expect(refused).toBeGreaterThan(20)
  })
})

describe.skipIf(dataDir === undefined)('compressed_SqueezeNet.net', () => {
  const path = 'squeezenet/compressed_SqueezeNet.net'

  test('decodes to 1,248,424 parameters with no trailing bytes', () => {
    const tensors = readDeepCompression(readData(path), squeezeNetLayers)
    const counts = [...tensors.values()].map(({ data }) => data.length)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1_248_424)
    expect(tensors.size).toBe(52)
    expect([...tensors.values()].every(({ data }) => data.every(Number.isFinite))).toBe(true)
    // Aggregates taken with NumPy, by its cumsum and take.
    const weight = tensors.get('conv1.weight')!.data
    expect([...weight].filter((value) => value !== 0)).toHaveLength(13_902)
    expect(weight.reduce((sum, value) => sum + value, 0)).toBe(-0.5655408948659897)
    const last = tensors.get('conv_final.weight')!.data
    expect(last.reduce((sum, value) => sum + Math.abs(value), 0)).toBe(6530.424514931859)
  })

  test('200 prefixes are refused, 100 changed bytes refused or read', { timeout: 300_000 }, () => {
    const file = readData(path)
    const read = (bytes: Uint8Array) => [...readDeepCompression(bytes, squeezeNetLayers).values()]
    // A fifth of the weights is stored, in 12 bits each, so an honest file grows by a factor of 12.
    const real = { ...deepCompression.bounds, returned: 8, grown: 16 }
    expect(probeAll(read, seededPrefixes(file, 200, 1), real).answered).toBe(0)
    const { answered, refused } = probeAll(read, seededFlips(file, 100, 2), real)
    expect(Math.min(answered, refused)).toBeGreaterThan(10)
  })
})
