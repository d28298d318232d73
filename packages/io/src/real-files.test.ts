import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { NpyData } from './elements.js'
import { findTensors } from './find-tensors.js'
import { gunzip } from './gunzip.js'
import { readIdx } from './read-idx.js'
import { readNpy } from './read-npy.js'
import { readTorchLegacy } from './read-torch-legacy.js'
import { dataDir, readData } from './testing/data-dir.js'

const sha256 = (data: ArrayBufferView) =>
  createHash('sha256')
    .update(Buffer.from(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex')
// In float64, first element first, as the sums below were taken: they agree exactly.
const sum = (data: NpyData) => (data as Float32Array).reduce((total, value) => total + value, 0)

describe.skipIf(dataDir === undefined)('convnet_mnist_pretrained.pt', () => {
  const rows: [string, number[], number, string][] = [
    ['conv1.weight', [10, 1, 5, 5], 7.717650166698149, '8f6556cc14b5d225'],
    ['conv1.bias', [10], 0.30821552127599716, '336ec7c16f1858a4'],
    ['conv2.weight', [20, 10, 5, 5], -9.730336039763642, 'e06caa40d44a9c95'],
    ['conv2.bias', [20], 0.009301455691456795, '587b208df6c26f57'],
    ['fc1.weight', [50, 320], 15.205978334087604, '4886cbd9185ee60a'],
    ['fc1.bias', [50], 0.14588996674865484, 'da898f58736a7907'],
    ['fc2.weight', [10, 50], -1.4649924520635977, 'c366c5315d7908ac'],
    ['fc2.bias', [10], 0.19218369014561176, '67c8bfb68463c683'],
  ]
  const read = () => readTorchLegacy(readData('mnist/convnet_mnist_pretrained.pt'))

  test.each(rows)('%s has its shape, sum and bytes', (name, shape, total, hash) => {
    const tensor = findTensors(read().value).get(name)!
    expect(tensor.shape).toEqual(shape)
    expect(sha256(tensor.data).slice(0, 16)).toBe(hash)
    expect(sum(tensor.data)).toBe(total)
  })

  test('holds those 21,840 parameters and the test accuracy', () => {
    const { value } = read()
    const tensors = findTensors(value)
    expect([...tensors.keys()]).toEqual(rows.map(([name]) => name))
    expect([...tensors.values()].reduce((count, { data }) => count + data.length, 0)).toBe(21_840)
    expect([...(value as Map<string, unknown>).keys()]).toEqual(['test_acc', 'state_dict'])
    expect((value as Map<string, unknown>).get('test_acc')).toBe(98.71)
  })
})

describe.skipIf(dataDir === undefined)('MNIST test set', () => {
  test.each([
    ['images-idx3', [10_000, 28, 28], 2051, '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7'],
    ['labels-idx1', [10_000], 2049, 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2'],
  ])('t10k-%s-ubyte.gz has its content, header and elements', (name, shape, magic, hash) => {
    const file = readData(`mnist/t10k-${name}-ubyte.gz`)
    const content = gunzip(file, { limit: 2 ** 23 })
    expect(sha256(content)).toBe(hash)
    const header = [magic, ...shape].map((_, k) => new DataView(content.buffer, content.byteOffset).getUint32(4 * k))
    expect(header).toEqual([magic, ...shape])
    const array = readIdx(file)
    expect(array.shape).toEqual(shape)
    expect(array.data).toBeInstanceOf(Uint8Array)
    expect(sha256(array.data)).toBe(sha256(content.subarray(4 + 4 * shape.length)))
  })

  test('labels are the ten digits', () => {
    const { data } = readIdx(readData('mnist/t10k-labels-idx1-ubyte.gz'))
    expect([...new Set(data)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})

describe.skipIf(dataDir === undefined)('spc_rec_quality.npy', () => {
  test('is 2222 x 1 float64, the bytes that follow its header', () => {
    const file = readData('isola2014/spc_rec_quality.npy')
    const array = readNpy(file)
    expect(array).toMatchObject({ dtype: 'float64', shape: [2222, 1] })
    expect(sha256(array.data)).toBe(sha256(file.subarray(128)))
  })
})
