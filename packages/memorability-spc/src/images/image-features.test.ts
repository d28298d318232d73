import { philox } from '@likeness/core-native'
import { svgToPng } from '@likeness/figures'
import { collectFeatures, squeezenet, squeezenetShapes, useBackend, vgg, vggShapes, type Network } from '@likeness/nets'
import { beforeAll, expect, test } from 'vitest'
import { imageFeatures, imageSource } from './image-features.js'

const made = (shapes: Readonly<Record<string, readonly number[]>>) =>
  new Map(
    Object.entries(shapes).map(([name, shape], k) => {
      const random = philox(5, k)
      const length = shape.reduce((product, side) => product * side, 1)
      return [name, { shape, data: Float32Array.from({ length }, () => 0.3 * random.normal()) }]
    }),
  )
const sizes = { side: 8, blocks: [{ convolutions: 1, channels: 3 }], dense: [4] }
let network: Network

beforeAll(async () => {
  await useBackend('wasm')
  network = vgg(sizes, made(vggShapes(sizes)))
})

/** Left half orange, right half blue: a PNG, and its pixels. */
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="4" height="8" fill="#ff8000"/><rect x="4" width="4" height="8" fill="#0000ff"/></svg>'
const file = { name: 'halves.png', read: () => svgToPng(svg, { scale: 1 }) }
const pixels = Uint8Array.from({ length: 192 }, (_, k) =>
  Math.floor(k / 3) % 8 < 4 ? [255, 128, 0][k % 3]! : [0, 0, 255][k % 3]!,
)

test('a file of the right size is fed in raw: red first, 0 to 255', async () => {
  const layers = ['block1_pool', 'fc1']
  const found = await imageFeatures(network, [file, { data: pixels, width: 8, height: 8 }], { layers })
  const both = Uint8Array.from([...pixels, ...pixels])
  expect(found).toEqual(await collectFeatures(network, { data: both, rows: 2, cols: 192 }, { layers }))
})

test('other networks take another preprocessing', async () => {
  const options = { side: 33, width: 0.125, classes: 4 }
  const squeeze = squeezenet(made(squeezenetShapes(options)), options)
  const read = await imageSource(squeeze, [file], 'caffe').read(0, 1)
  expect(read.length).toBe(33 * 33 * 3)
  // The corner is orange: blue first, less the means.
  expect([...read.slice(0, 3)]).toEqual([0 - 104, 128 - 117, 255 - 123])
  const found = await imageFeatures(squeeze, [file], { layers: ['fire9/concat'], preprocessing: 'caffe' })
  const data = Float32Array.from(read)
  const expected = await collectFeatures(squeeze, { data, rows: 1, cols: 3267 }, { layers: ['fire9/concat'] })
  expect(found).toEqual(expected)
})

test('files are read when their block comes', async () => {
  const reads: number[] = []
  const files = [0, 1, 2].map((k) => ({
    name: `${k}.png`,
    read: () => {
      reads.push(k)
      return file.read()
    },
  }))
  await imageSource(network, files).read(1, 2)
  expect(reads).toEqual([1, 2])
})

test('a file that is no image is named', async () => {
  const broken = { name: 'broken.png', read: () => Uint8Array.of(1, 2, 3) }
  await expect(imageFeatures(network, [broken], { layers: ['fc1'] })).rejects.toThrow('broken.png')
})

test('refuses a network of other images', () => {
  const grey = { ...network, name: 'grey-net', inputShape: [8, 8, 1] }
  expect(() => imageSource(grey, [file])).toThrow('Expected one of colour images for network but received grey-net')
})
