import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeImage, readNpy, readNpz } from '@likeness/io'
import { collectFeatures, preprocess, resizeImage, squeezenet, type Weights } from '@likeness/nets'
import { describe, expect, test } from 'vitest'
import features from './features.js'
import { imageSource } from './image-folder.js'
import { networks } from './networks.js'
import { madeSqueezeNet, writeCircles } from './testing/made-images.js'
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
      weights: { name: 'weights.npz', bytes: weightsFile.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
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

test('a crop keeps proportions, a squash does not', async () => {
  const { folder } = await made(['a.png'])
  const file = (await services().list(folder)).find(({ name }) => name === 'a.png')!
  const recipe = { side: 40, resize: 'pil-bilinear', preprocessing: 'raw' } as const
  const { data } = await decodeImage(await readFile(file.path))
  const crop = await imageSource([file], { ...recipe, fit: { kind: 'crop', shortSide: 40 } }, readFile).read(0, 1)
  const middle = (row: number) => [...data.subarray(3 * (60 * row + 10), 3 * (60 * row + 50))]
  expect([...crop]).toEqual(Array.from({ length: 40 }, (_, row) => middle(row)).flat())
  const squash = await imageSource([file], { ...recipe, fit: { kind: 'squash' } }, readFile).read(0, 1)
  expect([...squash]).not.toEqual([...crop])
})

test('every network has shapes, and names what it is fed', () => {
  for (const { shapes, side } of Object.values(networks)) {
    expect(Object.keys(shapes).length).toBeGreaterThan(10)
    expect([224, 227]).toContain(side)
  }
})

describe('refused in one line', () => {
  test.each<[string, Record<string, string>, string]>([
    ['an unknown network', { network: 'lenet' }, 'Expected one of squeezenet, alexnet, vgg16, resnet50 for --network'],
    ['an unknown layer', { layers: 'fire10' }, 'pool_final for --layers but received fire10'],
    ['a layer twice', { layers: 'pool_final,pool_final' }, 'Expected each layer once for --layers'],
    ['another file', { out: '/tmp/f.csv' }, 'Expected a file that ends in .npy for --out'],
    ['an unknown rule', { resize: 'nearest' }, 'Expected one of tf2-bilinear, '],
    ['an unknown fit', { fit: 'stretch' }, 'Expected squash or crop for --fit'],
    ['an unknown preprocessing', { preprocessing: 'none' }, 'Expected one of raw, caffe, '],
    ['no batch', { batch: '0' }, 'Expected an integer from 1 to 99999 for --batch'],
    ['other weights', { network: 'alexnet' }, 'Expected shape 96 x 3 x 11 x 11 for conv1.weight'],
    [
      'no weights of their own',
      { network: 'vgg16', weights: '' },
      'Expected --weights (an npz with the arrays of vgg16)',
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
