import { describe, expect, test } from 'vitest'
import { findTensors } from './find-tensors.js'
import { readTorchLegacy } from './read-torch-legacy.js'
import type { TorchTensor } from './torch-objects.js'
import { buildTorch, float, get, list, put, smallTorchFile, storage, tensor, tuple } from './testing/build-torch.js'
import { base64Of, bytesOf, readGolden } from './testing/golden.js'

interface TorchCase {
  readonly name: string
  readonly file: string
  readonly tensors: Record<string, { shape: number[]; data: string }>
  readonly plain?: { ints: string[]; [key: string]: unknown }
}

const golden = readGolden<{ read: TorchCase[] }>('torch.json')

describe('readTorchLegacy', () => {
  test.each(golden.read)(
    'reads what Python pickled, with the elements NumPy sees: $name',
    ({ file, tensors, plain }) => {
      const { value } = readTorchLegacy(bytesOf(file))
      const found = findTensors(value)
      const listed = [...found].map(([name, { shape, data }]) => [name, { shape, data: base64Of(data) }])
      expect(Object.fromEntries(listed)).toEqual(tensors)
      expect([...found.keys()]).toEqual(Object.keys(tensors))
      if (plain) {
        const { ints, ...others } = plain
        const map = value as Map<string, unknown>
        expect((map.get('ints') as (number | bigint)[]).map(String)).toEqual(ints)
        for (const [key, expected] of Object.entries(others)) expect(map.get(key)).toEqual(expected)
        expect(['none', 'yes', 'no'].map((key) => map.get(key))).toEqual([null, true, false])
        expect([map.get('dict'), map.get('one')]).toEqual([new Map(), new Map([['k', 1]])])
      }
    },
  )

  test('reads a file as Python 2 wrote it', () => {
    const { value } = readTorchLegacy(smallTorchFile())
    expect((value as Map<string, unknown>).get('test_acc')).toBe(98.71)
    const ramp = Float32Array.from({ length: 24 }, (_, k) => k / 8 - 1)
    const turned = [1, 13, 2, 14, 3, 15, 4, 16].map((k) => ramp[k])
    expect([...findTensors(value)]).toEqual([
      ['conv.weight', { kind: 'tensor', data: ramp, shape: [2, 3, 4], dtype: 'float32' }],
      ['conv.turned', { kind: 'tensor', data: Float32Array.from(turned as number[]), shape: [4, 2], dtype: 'float32' }],
      ['conv.bias', { kind: 'tensor', data: new Float32Array([0.5, -0.5]), shape: [2], dtype: 'float32' }],
    ])
  })

  test('every tensor has its own elements; one tensor under two names stays one', () => {
    const view = tensor(storage('s', 3), 0, [3], [1])
    const file = buildTorch(list([...view, ...put(1)], view, get(1)), { s: [1, 2, 3] })
    const [first, second, same] = readTorchLegacy(file).value as TorchTensor[]
    file.fill(0)
    first!.data[0] = 9
    expect(second!.data).toEqual(new Float32Array([1, 2, 3]))
    expect(same).toBe(first)
    expect(first!.data.buffer).not.toBe(second!.data.buffer)
  })

  test('NaN, infinities, subnormals and -0 come through', () => {
    const values = [NaN, Infinity, -Infinity, -0, 2 ** -149]
    const file = buildTorch(tuple(tensor(storage('s', 5), 0, [5], [1]), float(NaN)), { s: values })
    const [{ data }, scalar] = readTorchLegacy(file).value as [{ data: Float32Array }, number]
    expect([...data]).toEqual(values)
    expect(scalar).toBeNaN()
  })

  test('maxExpansion is the bytes of tensors per byte of file', () => {
    const view = tensor(storage('s', 2000), 0, [2000], [1])
    const file = buildTorch(list(...Array<typeof view>(10).fill(view)), { s: Array<number>(2000).fill(1) })
    expect(file.length).toBeLessThan(10_000)
    expect(() => readTorchLegacy(file)).toThrow(
      expect.objectContaining({
        code: 'LIMIT_EXCEEDED',
        message: expect.stringMatching(
          /at most \d+ bytes of tensors \(maxExpansion 8 x the file\) for pt bytes/,
        ) as unknown,
      }),
    )
    expect(readTorchLegacy(file, { maxExpansion: 9 }).value).toHaveLength(10)
    expect(() => readTorchLegacy(file, { maxExpansion: -1 })).toThrow(TypeError)
  })
})
