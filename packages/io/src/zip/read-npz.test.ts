import { describe, expect, test } from 'vitest'
import { base64Of, bytesOf, readGolden } from '../testing/golden.js'
import { readNpz } from './read-npz.js'
import { readZip } from './read-zip.js'
import { writeNpz } from './write-npz.js'

interface NpzGolden {
  readonly read: { name: string; file: string }[]
  readonly arrays: Record<string, { dtype: string; shape: number[]; data: string }>
}

const golden = readGolden<NpzGolden>('npz.json')

describe('readNpz', () => {
  test.each(golden.read)('reads what NumPy wrote: $name', ({ file }) => {
    const arrays = readNpz(bytesOf(file))
    const found = [...arrays].map(([name, { data, shape, dtype }]) => [name, { dtype, shape, data: base64Of(data) }])
    expect(found).toEqual(Object.entries(golden.arrays))
  })

  test('refuses a member that is no npy, and names the one that is damaged', () => {
    const file = writeNpz(new Map([['a', { data: new Float32Array(3), shape: [3] }]]))
    const text = Buffer.from(file).toString('latin1')
    const renamed = Uint8Array.from(Buffer.from(text.replaceAll('a.npy', 'a.txt'), 'latin1'))
    expect(() => readNpz(renamed)).toThrow(/members ending in .npy for npz bytes but received "a.txt"/)
    expect(() => readNpz(file, { maxExpansion: -1 })).toThrow(TypeError)
    file[text.indexOf('NUMPY')] = 0
    expect(() => readNpz(file, { name: 'x.npz' })).toThrow(/CRC-32 \d+ for npz "x.npz", file "a.npy", but received CRC/)
  })
})

describe('writeNpz', () => {
  const arrays = new Map([
    ['a/b', { data: new Float64Array([1, 2, 3, 4, 5, 6]), shape: [2, 3] }],
    ['7', { data: new Uint8Array(1000), shape: [1000] }],
    ['1', { data: new BigInt64Array([-1n]), shape: [] }],
  ])

  test.each([true, false])('is read back, compressed or not (%s), in the same bytes each time', (compress) => {
    const file = writeNpz(arrays, { compress })
    const back = readNpz(file)
    expect(new Map([...back].map(([name, { data, shape }]) => [name, { data, shape }]))).toEqual(arrays)
    expect(writeNpz(arrays, { compress })).toEqual(file)
    expect(file.length < 1000).toBe(compress)
    expect(readZip(file).read('a/b.npy').subarray(128)).toEqual(new Uint8Array(arrays.get('a/b')!.data.buffer))
  })

  test('refuses names that lead outside', () => {
    for (const name of ['', '../a', '/a', 'a\\b', 'x/../../y'])
      expect(() => writeNpz(new Map([[name, { data: new Uint8Array(1), shape: [1] }]]))).toThrow(TypeError)
  })
})
