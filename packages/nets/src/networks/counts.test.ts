import { describe, expect, test } from 'vitest'
import { sizeOf, type Layer } from '../network.js'
import { alexnetLayers, alexnetShapes } from './alexnet.js'
import { resnet50Layers, resnet50Shapes } from './resnet50.js'
import { squeezenetLayers, squeezenetShapes } from './squeezenet.js'
import { harmonizationNet, stridedNetLayers, stridedNetShapes } from './strided-net.js'
import { vgg16DigitObject, vgg16Hybrid1365, vgg16ImageNet, vgg16Sizes, vggLayers, vggShapes } from './vgg.js'

type Shapes = Readonly<Record<string, readonly number[]>>
const stored = /\.(running|moving)_/
const sum = (shapes: (readonly number[])[]) => shapes.reduce((total, shape) => total + sizeOf(shape), 0)
const learned = (shapes: Shapes) => sum(Object.keys(shapes).flatMap((name) => (stored.test(name) ? [] : [shapes[name]!]))) // prettier-ignore
const storedCount = (shapes: Shapes) => sum(Object.keys(shapes).flatMap((name) => (stored.test(name) ? [shapes[name]!] : []))) // prettier-ignore

test.each<[string, Shapes, number]>([
  ['SqueezeNet 1.0 (the Deep Compression file)', squeezenetShapes(), 1_248_424],
  ['SqueezeNet 1.1', squeezenetShapes({ version: '1.1' }), 1_235_496],
  ["Caffe's AlexNet", alexnetShapes(), 60_965_224],
  ['VGG-16', vggShapes(vgg16ImageNet), 138_357_544],
  ['VGG-16 Hybrid-1365', vggShapes(vgg16Hybrid1365), 138_357_544 + 365 * 4097],
  ['VGG-16 of rsa-digitobject', vggShapes(vgg16DigitObject), 40_422_224],
  ['ResNet-50 of torchvision', resnet50Shapes(), 25_557_032],
  ['ResNet-50 of Keras', resnet50Shapes({ variant: 'keras' }), 25_583_592],
  ['the strided net of harmonization', stridedNetShapes(harmonizationNet), 432 + 32 + 4608 + 64 + 18_432 + 128 + 650],
])('%s has the weights of the literature', (_, shapes, count) => {
  expect(learned(shapes)).toBe(count)
})

test('ResNet-50 stores a mean and a variance for each of 26,560 channels', () => {
  expect(storedCount(resnet50Shapes())).toBe(53_120)
})

describe('features per layer', () => {
  const counts = (layers: readonly Layer[], names: readonly string[]) =>
    names.map((name) => sizeOf(layers.find((layer) => layer.name === name)!.shape))
  const shapesOf = (layers: readonly Layer[], names: readonly string[]) =>
    names.map((name) => layers.find((layer) => layer.name === name)!.shape)

  test('rsa-digitobject: 13 convolutions after their ReLU, fc6, fc8', () => {
    const layers = vggLayers(vgg16DigitObject)
    const names = layers.flatMap(({ name }) => (/_conv\d$|^fc\d$/.test(name) ? [name] : []))
    expect(counts(layers, names)).toEqual([
      ...[3211264, 3211264, 1605632, 1605632, 802816, 802816, 802816, 401408, 401408, 401408],
      ...[100352, 100352, 100352, 1024, 16],
    ])
  })
  test('memorability-spc: the seven layers of VGG-16', () => {
    const names = ['block1_pool', 'block2_pool', 'block3_pool', 'block4_pool', 'block5_pool', 'fc1', 'fc2']
    expect(counts(vggLayers(vgg16Sizes), names)).toEqual([802816, 401408, 200704, 100352, 25088, 4096, 4096])
    expect(shapesOf(vggLayers(vgg16Hybrid1365), ['predictions'])).toEqual([[1365]])
  })
  test('siamese-algonauts: SqueezeNet 1.0 and the layers of AlexNet', () => {
    const names = ['conv1', 'pool1', 'pool4', 'pool8', 'fire9/concat', 'conv_final', 'pool_final']
    expect(shapesOf(squeezenetLayers(), names)).toEqual([
      ...[[111, 111, 96], [55, 55, 96], [27, 27, 256], [13, 13, 512], [13, 13, 512], [15, 15, 1000], [1000]], // prettier-ignore
    ])
    const alex = ['conv1', 'norm1', 'pool1', 'conv2', 'pool2', 'relu3', 'relu4', 'conv5', 'pool5', 'fc6', 'fc8']
    expect(counts(alexnetLayers(), alex)).toEqual([
      ...[290400, 290400, 69984, 186624, 43264, 64896, 64896, 43264, 9216, 4096, 1000],
    ])
  })
  test("SqueezeNet 1.1: Caffe's pools round up, 113 -> 56 -> 28 -> 14", () => {
    const layers = squeezenetLayers({ version: '1.1' })
    expect(shapesOf(layers, ['conv1', 'pool1', 'pool3', 'pool5', 'conv_final'])).toEqual([
      ...[[113, 113, 64], [56, 56, 64], [28, 28, 128], [14, 14, 256], [14, 14, 1000]], // prettier-ignore
    ])
  })
  test('ResNet-50', () => {
    const names = ['conv1', 'maxpool', 'layer1.2', 'layer2.3', 'layer3.5', 'layer4.2', 'avgpool']
    expect(shapesOf(resnet50Layers(), names)).toEqual([
      ...[[112, 112, 64], [56, 56, 64], [56, 56, 256], [28, 28, 512], [14, 14, 1024], [7, 7, 2048], [2048]], // prettier-ignore
    ])
  })
  test('harmonization: halved three times', () => {
    expect(shapesOf(stridedNetLayers(harmonizationNet), ['relu1', 'relu3', 'mean', 'logits'])).toEqual([
      ...[[16, 16, 16], [4, 4, 64], [64], [10]],
    ])
  })
})

test('a side that leaves nothing is refused', () => {
  expect(() => squeezenetShapes({ side: 6 })).toThrow('Expected an input large enough for conv1 but received')
  expect(() => alexnetShapes({ side: 20 })).toThrow('Expected an input large enough for')
})
