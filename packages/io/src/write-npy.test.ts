import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NpyData } from './elements.js'
import { readNpy } from './read-npy.js'
import { npyHeaderFloat32, writeNpy } from './write-npy.js'
import { base64Of, bytesOf, readGolden } from './testing/golden.js'

interface Written {
  readonly name: string
  readonly data: string
  readonly shape: number[]
  readonly file: string
}

const { write } = readGolden<{ write: Written[] }>('npy.json')

const arrayOf: Record<string, (buffer: ArrayBuffer) => NpyData> = {
  int8: (buffer) => new Int8Array(buffer),
  int16: (buffer) => new Int16Array(buffer),
  int32: (buffer) => new Int32Array(buffer),
  int64: (buffer) => new BigInt64Array(buffer),
  uint8: (buffer) => new Uint8Array(buffer),
  uint16: (buffer) => new Uint16Array(buffer),
  uint32: (buffer) => new Uint32Array(buffer),
  uint64: (buffer) => new BigUint64Array(buffer),
  float32: (buffer) => new Float32Array(buffer),
  float64: (buffer) => new Float64Array(buffer),
}

describe('writeNpy', () => {
  // NumPy has read these very bytes when the golden file was made.
  test.each(write)('writes the bytes that NumPy read: $name', ({ name, data, shape, file }) => {
    const array = arrayOf[name.split(' ')[0]!]!(bytesOf(data).buffer as ArrayBuffer)
    expect(base64Of(writeNpy(array, shape))).toBe(file)
  })

  test('covers every array type', () => {
    expect(new Set(write.map(({ name }) => name.split(' ')[0]))).toEqual(new Set(Object.keys(arrayOf)))
  })

  test('any float64 and int64 array comes back bit for bit', () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 })
    fc.assert(
      fc.property(shapes, fc.infiniteStream(fc.double()), (shape, stream) => {
        const count = shape.reduce((product, n) => product * n, 1)
        const values = Float64Array.from({ length: count }, () => stream.next().value as number)
        for (const data of [values, new BigInt64Array(values.buffer)]) {
          const file = writeNpy(data, shape)
          expect((file.length - data.byteLength) % 64).toBe(0)
          const back = readNpy(file)
          expect(back.shape).toEqual(shape)
          expect(back.data.constructor).toBe(data.constructor)
          expect(base64Of(back.data)).toBe(base64Of(data))
        }
      }),
    )
  })

  test('writes a part of a larger buffer, and a Buffer as uint8', () => {
    const part = new Float32Array([1, 2, 3, 4]).subarray(1, 3)
    expect(readNpy(writeNpy(part, [2])).data).toEqual(new Float32Array([2, 3]))
    expect(readNpy(writeNpy(Buffer.from([9]), [1]))).toMatchObject({ dtype: 'uint8', data: new Uint8Array([9]) })
  })

  test.each([
    ['a plain array', [1, 2], [2], /for data but received Array$/],
    ['a clamped array', new Uint8ClampedArray(1), [1], /received Uint8ClampedArray$/],
    ['nothing', undefined, [], /received Undefined$/],
    ['a shape of another size', new Uint8Array(3), [2, 2], /Expected a shape of 3 elements .* received 2 x 2$/],
    ['a negative size', new Uint8Array(2), [-1, -2], /integers >= 0 for shape but received -1,-2$/],
    ['a fraction', new Uint8Array(3), [1.5, 2], /received 1.5,2$/],
    ['NaN', new Uint8Array(1), [NaN], /received NaN$/],
    ['no shape', new Uint8Array(1), undefined, /received undefined$/],
    ['33 axes', new Uint8Array(1), Array<number>(33).fill(1), /at most 32 integers/],
  ])('refuses %s', (_, data, shape, message) => {
    expect(() => writeNpy(data as never, shape as never)).toThrow(TypeError)
    expect(() => writeNpy(data as never, shape as never)).toThrow(message)
  })
})

test('the header alone is that of the whole file', () => {
  const whole = writeNpy(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3])
  const header = npyHeaderFloat32([2, 3])
  expect([...whole.subarray(0, header.length)]).toEqual([...header])
  expect(whole.length).toBe(header.length + 24)
  expect(() => npyHeaderFloat32([2, -3])).toThrow('Expected at most 32 integers >= 0 for shape')
})
