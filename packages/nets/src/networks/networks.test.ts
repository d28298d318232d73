import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from '../backend.js'
import { collectFeatures } from '../layer-features.js'
import { sizeOf, type Network, type Weights } from '../network.js'
import { madeImages, madeWeights } from '../testing/made-weights.js'
import { alexnet, alexnetShapes } from './alexnet.js'
import { resnet50, resnet50Shapes } from './resnet50.js'
import { squeezenet, squeezenetShapes } from './squeezenet.js'
import { stridedNet, stridedNetShapes } from './strided-net.js'
import { vgg, vgg16DigitObject, vggShapes } from './vgg.js'

interface GoldenLayer {
  readonly shape: readonly number[]
  /** Largest magnitude, mean, mean magnitude. */
  readonly numbers: readonly [number, number, number]
  readonly places: readonly number[]
  readonly values: readonly number[]
}
const golden = (
  JSON.parse(readFileSync(new URL('golden/networks.json', import.meta.url), 'utf8')) as {
    networks: Record<string, Record<string, GoldenLayer>>
  }
).networks

interface Builder {
  readonly side: number
  readonly shapes: Record<string, readonly number[]>
  readonly build: (weights: Weights) => Network
}
function builders(): Record<string, Builder> {
  const squeeze = (version: '1.0' | '1.1', side: number) => {
    const options = { version, side, width: 0.25, classes: 10 }
    return { side, shapes: squeezenetShapes(options), build: (w: Weights) => squeezenet(w, options) }
  }
  const residual = (variant: 'torchvision' | 'keras') => {
    const options = { variant, side: 45, width: 8, blocks: [2, 1, 1, 2], classes: 10 }
    return { side: 45, shapes: resnet50Shapes(options), build: (w: Weights) => resnet50(w, options) }
  }
  const alex = { side: 71, width: 1 / 16, classes: 10 }
  const blocks = vgg16DigitObject.blocks.map((block) => ({ ...block, channels: block.channels / 16 }))
  const small = { ...vgg16DigitObject, side: 35, blocks, dense: [{ name: 'fc6', units: 64 }] }
  const strided = { side: 19, channels: [6, 8], classes: 5 }
  return {
    'squeezenet-1.0': squeeze('1.0', 64),
    'squeezenet-1.1': squeeze('1.1', 61),
    alexnet: { side: 71, shapes: alexnetShapes(alex), build: (w) => alexnet(w, alex) },
    'resnet50-torchvision': residual('torchvision'),
    'resnet50-keras': residual('keras'),
    'vgg-digit-object': { side: 35, shapes: vggShapes(small), build: (w) => vgg(small, w) },
    'strided-net': { side: 19, shapes: stridedNetShapes(strided), build: (w) => stridedNet(strided, w) },
  }
}

beforeAll(async () => void (await useBackend('wasm')))

test('the golden file has every network', () => {
  expect(Object.keys(golden).sort()).toEqual(Object.keys(builders()).sort())
})

describe.each(Object.entries(builders()))('%s', (name, { side, shapes, build }) => {
  test("every layer has PyTorch's values", async () => {
    const network = build(madeWeights(shapes))
    const layers = Object.keys(golden[name]!)
    expect(network.layers.map((layer) => layer.name)).toEqual(layers)
    const features = await collectFeatures(network, madeImages(2, side), { layers })
    for (const layer of layers) {
      const expected = golden[name]![layer]!
      const { data, cols } = features[layer]!
      const declared = network.layers.find((l) => l.name === layer)!.shape
      expect([layer, declared]).toEqual([layer, expected.shape])
      expect(cols).toBe(sizeOf(expected.shape))
      const [scale, mean, magnitude] = expected.numbers
      expect(scale).toBeGreaterThan(1e-3)
      const found = [...aggregates(data), ...expected.places.map((place) => data[place]!)]
      // 1e-5 of the layer's largest value: float32, sums in another order, at most 50 layers deep.
      ;[scale, mean, magnitude, ...expected.values].forEach((value, k) =>
        expect(Math.abs(found[k]! - value), `${layer}, number ${k}`).toBeLessThan(1e-5 * scale),
      )
    }
  })
})

function aggregates(data: Float32Array): [number, number, number] {
  let [largest, sum, magnitude] = [0, 0, 0]
  for (const value of data) {
    largest = Math.max(largest, Math.abs(value))
    sum += value
    magnitude += Math.abs(value)
  }
  return [largest, sum / data.length, magnitude / data.length]
}
