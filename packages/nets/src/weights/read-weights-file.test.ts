import { describe, expect, test } from 'vitest'
import { dataDir, readData } from '../testing/data-dir.js'
import { npzFile, safetensorsFile, tfjsModel } from '../testing/made-weight-files.js'
import { readWeightsFile } from './read-weights-file.js'
import { weightsFormat } from './weights-format.js'

const tensors = new Map([['a.weight', { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] }]])

describe('files are told apart by their content', () => {
  test.each([
    ['npz', npzFile(tensors)],
    ['safetensors', safetensorsFile(tensors)],
    ['TensorFlow.js', tfjsModel(tensors).modelJson],
    ['TensorFlow.js', new TextEncoder().encode('\n  {"format": "layers-model"}')],
    // Its ninth byte is that of a safetensors file.
    ['TensorFlow.js', new TextEncoder().encode('{"meta":{"x":1}}')],
    ['Keras h5', Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a)],
  ] as const)('%s', (format, bytes) => {
    expect(weightsFormat(bytes)).toBe(format)
  })

  test.each([
    ['no byte', new Uint8Array(), 'received none'],
    ['a picture', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0), 'received 9 that begin with ffd8ffe000000000'],
    ['zeros', new Uint8Array(4096), 'received 4096 that begin with 0000000000000000'],
    ['a web page', new TextEncoder().encode('<!DOCTYPE html><p>Not found'), 'that begin with 3c21444f43545950'],
  ])('%s is none of them', async (_, bytes, received) => {
    const read = readWeightsFile(bytes, { name: 'w.bin' })
    await expect(read).rejects.toMatchObject({ code: 'INVALID_WEIGHTS' })
    await expect(read).rejects.toThrow('Deep Compression file for w.bin but received')
    await expect(read).rejects.toThrow(received)
  })

  test('a damaged file is named by its reader', async () => {
    const npz = npzFile(tensors)
    await expect(readWeightsFile(npz.subarray(0, 90), { name: 'w.npz' })).rejects.toThrow('"w.npz"')
  })
})

test('what DataParallel puts before every name is taken off; before some it is theirs', async () => {
  const [tensor] = [...tensors.values()]
  const names = async (list: string[]) => [
    ...(await readWeightsFile(safetensorsFile(new Map(list.map((name) => [name, tensor!]))))).tensors.keys(),
  ]
  expect(await names(['module.a', 'module.b'])).toEqual(['a', 'b'])
  expect(await names(['module.a', 'b'])).toEqual(['module.a', 'b'])
})

describe.skipIf(dataDir === undefined)('the real Deep Compression file', () => {
  test('is known by its length alone, and not when a byte is missing or too many', async () => {
    const bytes = readData('squeezenet/compressed_SqueezeNet.net')
    const { format, tensors: found } = await readWeightsFile(bytes)
    expect([format, found.size]).toEqual(['Deep Compression', 52])
    await expect(readWeightsFile(bytes.subarray(1))).rejects.toThrow('whole Deep Compression file')
    await expect(readWeightsFile(bytes.subarray(0, -1))).rejects.toThrow('whole Deep Compression file')
  })
  test('PyTorch’s legacy format', async () => {
    const { format, tensors: found } = await readWeightsFile(readData('mnist/convnet_mnist_pretrained.pt'))
    expect([format, found.has('conv1.weight')]).toEqual(['PyTorch legacy', true])
  })
})
