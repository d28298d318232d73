import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { buildMat5, matCompressed, matDoubles, matElement, matInts, matMatrix } from '../testing/build-mat5.js'
import { dataDir, readData } from '../testing/data-dir.js'
import { bytesOf, readGolden } from '../testing/golden.js'
import { matPlain } from '../testing/mat-plain.js'
import { everyFlip, everyPrefix, seededFlips, seededPrefixes } from '../testing/mutate.js'
import { probeAll } from '../testing/probe.js'
import { hostileReaders } from '../testing/readers.js'
import type { MatCell, MatNumeric, MatStruct } from './mat-values.js'
import { readMat5 } from './read-mat5.js'

const { mat5 } = hostileReaders
const golden = readGolden<{ read: { name: string; file: string; variables: [string, unknown][] }[] }>('mat5.json')
const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as unknown })
const [DOUBLE, INT8, UINT8, UINT64, CELL, STRUCT, CHAR, SPARSE] = [6, 8, 9, 15, 1, 2, 4, 5]
const one = matMatrix(DOUBLE, [1, 1], 'x', matDoubles(1))
const bytes = (type: number, ...content: number[]) => matElement(type, Uint8Array.from(content))

describe('readMat5', () => {
  test.each(golden.read)('reads what SciPy wrote as SciPy reads it: $name', ({ file, variables }) => {
    const found = [...readMat5(bytesOf(file))].map(([name, value]) => [name, matPlain(value)])
    expect(found).toEqual(variables)
  })

  test('data are in C order under the shape of MATLAB', () => {
    const file = buildMat5(matMatrix(DOUBLE, [2, 3], 'a', matDoubles(1, 2, 3, 4, 5, 6)))
    const { shape, data } = readMat5(file).get('a') as MatNumeric
    expect([shape, [...data]]).toEqual([[2, 3], [1, 3, 5, 2, 4, 6]]) // prettier-ignore
  })

  test('numbers in a smaller type than their class; 64-bit integers as bigints', () => {
    const file = buildMat5(
      matMatrix(DOUBLE, [1, 2], 'd', bytes(1, 0xff, 2)),
      matMatrix(UINT64, [1, 2], 'u', bytes(2, 1, 255)),
    )
    expect((readMat5(file).get('d') as MatNumeric).data).toEqual(new Float64Array([-1, 2]))
    expect((readMat5(file).get('u') as MatNumeric).data).toEqual(new BigUint64Array([1n, 255n]))
  })

  test('reads the named variables only, past objects that it cannot read', () => {
    const file = buildMat5(matMatrix(17, [1, 1], 'table'), one)
    expect(() => readMat5(file)).toThrow(refusal('UNSUPPORTED_FORMAT', /cells and structs in "table" .* opaque object/))
    expect([...readMat5(file, { variables: ['x'] }).keys()]).toEqual(['x'])
  })

  test.each([
    ['too few numbers', matMatrix(DOUBLE, [2, 2], 'x', matDoubles(1, 2)), /4 numbers as real part at byte \d+ .* 2$/],
    ['too many', matMatrix(DOUBLE, [1, 1], 'x', matDoubles(1, 2)), /1 numbers as real part/],
    ['2^31 x 2^31', matMatrix(DOUBLE, [2 ** 31 - 1, 2 ** 31 - 1], 'x', matDoubles(1)), /46116860\d+ numbers/],
    ['a negative size', matMatrix(DOUBLE, [-1, 1], 'x', matDoubles()), /2 to 64 dimensions >= 0/],
    ['one dimension', matMatrix(DOUBLE, [1], 'x', matDoubles(1)), /2 to 64 dimensions/],
    ['bytes behind an array', matMatrix(DOUBLE, [1, 1], 'x', matDoubles(1), matDoubles(1)), /the end of array "x"/],
    ['no imaginary part', matMatrix(DOUBLE | 0x800, [1, 1], 'x', matDoubles(1)), /tag of imaginary part/],
    ['a value beyond its class', matMatrix(UINT8, [1, 1], 'x', matDoubles(256)), /values within the class .* 256/],
    ['a fraction as integer', matMatrix(INT8, [1, 1], 'x', matDoubles(0.5)), /values within the class .* 0.5/],
    ['a fraction as uint64', matMatrix(UINT64, [1, 1], 'x', matDoubles(0.5)), /integers at byte .* 0.5/],
    ['a logical 2', matMatrix(UINT8 | 0x200, [1, 1], 'x', bytes(2, 2)), /0 or 1 as logicals/],
    ['text as numbers', matMatrix(DOUBLE, [1, 1], 'x', bytes(16, 65)), /numbers as real part .* type 16/],
    ['half a number', matMatrix(DOUBLE, [1, 1], 'x', bytes(9, 1, 2, 3, 4)), /whole numbers \(float64\)/],
    ['numbers as text', matMatrix(CHAR, [1, 1], 'x', matDoubles(65)), /text at byte \d+ .* type 9/],
    ['too few characters', matMatrix(CHAR, [1, 2], 'x', bytes(16, 65)), /2 characters .* 1$/],
    ['broken UTF-8', matMatrix(CHAR, [1, 1], 'x', bytes(16, 0xff)), /UTF-8 text/],
    ['too few cells', matMatrix(CELL, [1, 2], 'x', matMatrix(DOUBLE, [1, 1], '', matDoubles(1))), /tag of an array/],
    ['a cell that is no array', matMatrix(CELL, [1, 1], 'x', matDoubles(1)), /an array at byte \d+ .* type 9/],
    ['field names of length 0', matMatrix(STRUCT, [1, 1], 'x', matInts(0), bytes(1)), /field names of one length/],
    ['a field twice', matMatrix(STRUCT, [1, 1], 'x', matInts(2), bytes(1, 65, 0, 65, 0)), /each field once/],
    [
      'a row beyond a sparse matrix',
      matMatrix(SPARSE, [2, 1], 'x', matInts(2), matInts(0, 1), matDoubles(1)),
      /1 row indices below 2/,
    ],
    [
      'too few column starts',
      matMatrix(SPARSE, [2, 2], 'x', matInts(0), matInts(0, 1), matDoubles(1)),
      /3 column starts/,
    ],
    [
      'column starts in disorder',
      matMatrix(SPARSE, [2, 2], 'x', matInts(0), matInts(0, 2, 1), matDoubles(1)),
      /column starts in order/,
    ],
    ['a variable twice', Buffer.concat([one, one]), /each variable once at byte 200 .* "x" twice/],
    ['a variable that is no array', matDoubles(1), /a variable at byte 128 .* type 9/],
    ['a size beyond the end', matElement(14, one, 2 ** 32 - 1), /4294967295 bytes of a variable/],
    ['a small element of 5 bytes', Buffer.from([1, 0, 5, 0, 0, 0, 0, 0]), /at most 4 bytes in a small element/],
    ['no deflate stream', bytes(15, 1, 2, 3, 4, 5, 6, 7, 8), /a compressed variable at byte 128 .* damaged data/],
    [
      'bytes behind a deflate stream',
      matElement(15, Buffer.concat([deflateSync(one), Buffer.alloc(3)])),
      /one compressed variable/,
    ],
    ['two variables in one stream', matCompressed(Buffer.concat([one, one])), /received more than its tag declares/],
  ])('refuses %s', (_, element, message) => {
    // prettier-ignore
    expect(() => readMat5(buildMat5(element))).toThrow(refusal('INVALID_FORMAT', message))
  })

  test('refuses other files', () => {
    const other = (at: number, ...content: number[]) => {
      const file = buildMat5(one)
      file.set(content, at)
      return file
    }
    expect(() => readMat5(other(126, 0, 0))).toThrow(refusal('INVALID_FORMAT', /the byte order mark IM or MI/))
    expect(() => readMat5(other(125, 2))).toThrow(refusal('UNSUPPORTED_FORMAT', /version 7.3, which readMat reads/))
    expect(() => readMat5(new Uint8Array(20))).toThrow(refusal('INVALID_FORMAT', /128 bytes of header/))
    expect(() => readMat5('x' as never)).toThrow(TypeError)
  })
})

describe('hostile MAT-files', () => {
  test('a bomb is refused by its tag, or where the declared size is passed', () => {
    const zeros = matMatrix(DOUBLE, [2 ** 21, 1], 'x', matElement(9, new Uint8Array(2 ** 24)))
    const honest = buildMat5(matCompressed(zeros))
    const lying = Buffer.from(zeros)
    lying.writeUInt32LE(1000, 4)
    const [small, before] = [buildMat5(matCompressed(lying)), process.memoryUsage().external]
    expect(() => readMat5(honest)).toThrow(refusal('LIMIT_EXCEEDED', /maxExpansion 128 x the file/))
    expect(() => readMat5(small)).toThrow(refusal('INVALID_FORMAT', /more than its tag declares/))
    expect(process.memoryUsage().external - before).toBeLessThan(2 ** 20)
    expect((readMat5(honest, { maxExpansion: 3000 }).get('x') as MatNumeric).data).toHaveLength(2 ** 21)
  })

  test('300 nested cells, and more arrays than bytes', () => {
    let nested = matMatrix(DOUBLE, [1, 1], '', matDoubles(1))
    for (let k = 0; k < 300; k++) nested = matMatrix(CELL, [1, 1], '', nested)
    expect(() => readMat5(buildMat5(nested))).toThrow(refusal('LIMIT_EXCEEDED', /at most 200 levels of nesting/))
    const empties = matMatrix(CELL, [5000, 1], 'x', Buffer.concat(Array<Buffer>(5000).fill(bytes(14))))
    expect((readMat5(buildMat5(empties)).get('x') as MatCell).cells).toHaveLength(5000)
    expect(() => readMat5(buildMat5(matCompressed(empties)))).toThrow(
      refusal('LIMIT_EXCEEDED', /arrays \(bytes of the/),
    )
  })

  test('a struct array without fields costs nothing', () => {
    const file = buildMat5(matMatrix(STRUCT, [2 ** 31 - 1, 2 ** 31 - 1], 'x', matInts(1), bytes(1)))
    expect((readMat5(file).get('x') as MatStruct).fields.size).toBe(0)
  })

  const cell = matMatrix(CELL, [1, 2], 'c', matMatrix(CHAR, [1, 2], '', bytes(16, 65, 66)), matMatrix(DOUBLE | 0x800, [1, 1], '', matDoubles(1), matDoubles(2))) // prettier-ignore
  test.each([
    ['plain', buildMat5(one, cell)],
    ['compressed', buildMat5(matCompressed(cell))],
  ])('%s: every prefix is refused or gives fewer variables, every changed byte is refused or read', (_, file) => {
    const all = readMat5(file).size
    const whole = (prefix: Uint8Array) => [128, 128 + one.length].includes(prefix.length)
    for (const prefix of everyPrefix(file)) {
      const { answered } = probeAll(mat5.read, [prefix], mat5.bounds)
      // Nothing in the format says how many variables there are.
      if (answered) expect([whole(prefix.bytes), readMat5(prefix.bytes).size < all]).toEqual([true, true])
    }
    const { answered, refused } = probeAll(mat5.read, everyFlip(file, [1, 0x80]), mat5.bounds)
    expect(answered).toBeGreaterThan(100)
    expect(refused).toBeGreaterThan(100)
  })

  test.each(golden.read)('$name, cut and changed', ({ file }) => {
    const bytes = bytesOf(file)
    expect(probeAll(mat5.read, seededPrefixes(bytes, 40, 1), mat5.bounds).refused).toBeGreaterThan(0)
    expect(probeAll(mat5.read, seededFlips(bytes, 100, 2), mat5.bounds).refused).toBeGreaterThan(10)
  })
})

describe.skipIf(dataDir === undefined)('Kriegeskorte_Neuron2008_supplementalData.mat', () => {
  test('has the variables, shapes and sums that SciPy reads', () => {
    const file = readMat5(readData('kriegeskorte2008/Kriegeskorte_Neuron2008_supplementalData.mat'))
    expect([...file].map(([name, { kind, shape }]) => [name, kind, shape])).toEqual([
      ['categoryLabels', 'cell', [1, 12]],
      ['RDMs_mIT_hIT_fig1', 'struct', [1, 2]],
      ['categoryVectors', 'numeric', [92, 12]],
      ['stimuli_92objs', 'struct', [1, 92]],
    ])
    const stimuli = (file.get('stimuli_92objs') as MatStruct).fields
    expect([...stimuli.keys()]).toEqual(['category', 'human', 'face', 'animal', 'natural', 'image'])
    const images = stimuli.get('image') as MatNumeric[]
    expect(new Set(images.map((image) => `${image.class} ${image.shape.join()}`))).toEqual(new Set(['uint8 175,175,3']))
    const sum = (data: MatNumeric['data']) =>
      Array.from(data as Float64Array).reduce((total, value) => total + value, 0)
    expect(images.reduce((total, { data }) => total + sum(data), 0)).toBe(1_062_191_855)
    const rdms = (file.get('RDMs_mIT_hIT_fig1') as MatStruct).fields.get('RDM') as MatNumeric[]
    expect(rdms.map(({ shape }) => shape)).toEqual([[1, 4186], [1, 4186]]) // prettier-ignore
    expect(sum(rdms[1]!.data)).toBeCloseTo(3549.46457657218, 6)
    // Not symmetric: C order shows.
    expect(sum((file.get('categoryVectors') as MatNumeric).data.slice(0, 12))).toBe(4)
  })
})
