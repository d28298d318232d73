import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeImage, readNpy, readNpz } from '@likeness/io'
import { collectFeatures, preprocess, resizeImage, squeezenet, type Weights } from '@likeness/nets'
import { describe, expect, test } from 'vitest'
import features from './features.js'
import { inTorchvision, madeSqueezeNet, writeCircles } from './testing/made-images.js'
import { services, temporaryFolder } from './testing/services.js'

const weightsFile = madeSqueezeNet()

async function made(names = ['a.png', 'c.PNG', 'b.png']) {
  const folder = await temporaryFolder()
  await writeCircles(folder, names)
  await writeFile(join(folder, 'notes.txt'), 'no image')
  await writeFile(join(folder, 'weights.npz'), weightsFile)
  const options = { network: 'squeezenet', images: folder, weights: join(folder, 'weights.npz') }
  return { folder, options: { ...options, layers: 'pool_final', out: join(folder, 'f.npy') } }
}

describe('features of a folder', () => {
  test('are those of its images in order of their names, each resized and preprocessed as the network needs', async () => {
    const { folder, options } = await made()
    expect(await features.run({ options }, services())).toBe(`pool_final: 3 x 1000 in ${join(folder, 'f.npy')}`)
    const { data, shape, dtype } = readNpy(await readFile(join(folder, 'f.npy')))
    expect({ shape, dtype }).toEqual({ shape: [3, 1000], dtype: 'float32' })
    const weights = readNpz(weightsFile) as unknown as Weights
    for (const [row, name] of ['a.png', 'b.png', 'c.PNG'].entries()) {
      const image = await decodeImage(await readFile(join(folder, name)))
      const input = preprocess(resizeImage(image, 227, 227, 'opencv-bilinear'), 'caffe')
      const { pool_final } = await collectFeatures(squeezenet(weights), input, { layers: ['pool_final'] })
      const found = (data as Float32Array).subarray(1000 * row, 1000 * (row + 1))
      // A batch may be summed in another order than one image: 1e-5 of the largest value.
      const largest = Math.max(...pool_final!.data.map(Math.abs))
      expect(largest).toBeGreaterThan(0)
      found.forEach((value, k) => expect(Math.abs(value - pool_final!.data[k]!)).toBeLessThan(1e-5 * largest))
    }
  })

  test('stand beside a file that says what they are', async () => {
    const { folder, options } = await made(['2.png', '10.png'])
    await features.run(
      { options: { ...options, resize: 'pil-lanczos', fit: 'crop', preprocessing: 'raw' } },
      services(),
    )
    expect(JSON.parse(await readFile(join(folder, 'f.json'), 'utf8'))).toEqual({
      ...{ format: 'likeness-features/1', network: 'squeezenet-1.0', layer: 'pool_final', shape: [1000] },
      ...{ images: ['10.png', '2.png'], preprocessing: 'raw', resize: 'pil-lanczos' },
      fit: 'short side to 259, middle 227 x 227',
      weights: { name: 'weights.npz', bytes: weightsFile.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/), format: 'npz', names: 'likeness' }, // prettier-ignore
      backend: expect.any(String),
    })
  })

  test('of several layers are one file each', async () => {
    const { folder, options } = await made(['a.png'])
    await features.run({ options: { ...options, layers: 'pool_final, fire9/concat' } }, services())
    const npy = (await readdir(folder)).filter((name) => /npy|json/.test(name))
    expect(npy.sort()).toEqual(['f-fire9-concat.json', 'f-fire9-concat.npy', 'f-pool_final.json', 'f-pool_final.npy'])
  })
})

test('the file decides how images are made, the command line has the last word; the .json says both', async () => {
  const { folder, options } = await made(['a.png'])
  await writeFile(join(folder, 'w.npz'), inTorchvision(weightsFile))
  const weights = join(folder, 'w.npz')
  const about = async (more: Record<string, string>) => {
    await features.run({ options: { ...options, weights, ...more } }, services())
    return JSON.parse(await readFile(join(folder, 'f.json'), 'utf8')) as Record<string, unknown>
  }
  const usual = await about({})
  expect(usual).toMatchObject({ preprocessing: 'pytorch', resize: 'pil-bilinear', fit: 'short side to 256, middle 224 x 224' }) // prettier-ignore
  expect(usual['weights']).toMatchObject({ name: 'w.npz', format: 'npz', names: 'torchvision' })
  expect(await about({ fit: 'squash', preprocessing: 'caffe' })).toMatchObject({
    ...{ preprocessing: 'caffe', resize: 'pil-bilinear', fit: 'both sides to 224' },
  })
})

test('a model of TensorFlow.js brings its shards, from beside it', async () => {
  const { folder, options } = await made(['a.png'])
  const model = { weightsManifest: [{ paths: ['one.bin'], weights: [{ name: 'conv1/kernel', shape: [1], dtype: 'float32' }] }] } // prettier-ignore
  await writeFile(join(folder, 'model.json'), JSON.stringify(model))
  const run = () =>
    features.run({ options: { ...options, network: 'resnet50', layers: 'fc', weights: join(folder, 'model.json') } }, services()) // prettier-ignore
  await expect(run()).rejects.toThrow('one.bin')
  await writeFile(join(folder, 'one.bin'), new Uint8Array(4))
  await expect(run()).rejects.toThrow(
    'such as conv1_conv/kernel (Keras), for model.json but received conv1/kernel (TensorFlow.js)',
  )
})

describe('refused in one line', () => {
  test.each<[string, Record<string, string>, string]>([
    [
      'an unknown network',
      { network: 'lenet' },
      'Expected one of squeezenet, squeezenet-1.1, alexnet, vgg16, vgg16-hybrid1365, resnet50 for --network but',
    ],
    ['an unknown layer', { layers: 'fire10' }, 'pool_final for --layers but received fire10'],
    ['a layer twice', { layers: 'pool_final,pool_final' }, 'Expected each layer once for --layers'],
    ['another file', { out: '/tmp/f.csv' }, 'Expected a file that ends in .npy for --out'],
    ['an unknown rule', { resize: 'nearest' }, 'Expected one of tf2-bilinear, '],
    ['an unknown fit', { fit: 'stretch' }, 'Expected squash or crop for --fit'],
    ['an unknown preprocessing', { preprocessing: 'none' }, 'Expected one of raw, caffe, '],
    ['no batch', { batch: '0' }, 'Expected an integer from 1 to 99999 for --batch'],
    ['other weights', { network: 'alexnet', layers: 'fc8' }, 'Expected a tensor named conv2.weight for conv2.weight'],
    [
      'no weights of their own',
      { network: 'vgg16', layers: 'fc2', weights: '' },
      'Expected --weights (a file with the weights of vgg16)',
    ],
    ['weights that are nowhere', { weights: '' }, 'Expected LIKENESS_DATA_DIR to name the folder with squeezenet/'],
  ])('%s', async (_, change, message) => {
    const { options } = await made(['a.png'])
    const { weights, ...rest } = { ...options, ...change }
    const run = features.run({ options: weights === '' ? rest : { ...rest, weights } }, services())
    await expect(run).rejects.toThrow(message)
  })

  test('a data folder without the weights: which file, and where to get it', async () => {
    const { folder, options } = await made(['a.png'])
    const { network, images, layers, out } = options
    const run = features.run({ options: { network, images, layers, out } }, services({ dataFolder: folder }))
    const error = await run.catch((e: Error) => e)
    expect(error).toMatchObject({ code: 'DATA_MISSING' })
    expect((error as Error).message).toMatch(
      /squeezenet\/compressed_SqueezeNet\.net, or --weights: get them from https:/,
    )
  })

  test('a folder without images, and a damaged one', async () => {
    const { folder, options } = await made([])
    await expect(features.run({ options }, services())).rejects.toThrow('Expected a folder with .jpg, .jpeg or .png')
    await writeFile(join(folder, 'bad.jpg'), Uint8Array.of(0xff, 0xd8, 0xff, 0))
    await expect(features.run({ options }, services())).rejects.toThrow('jpeg "bad.jpg"')
  })
})
