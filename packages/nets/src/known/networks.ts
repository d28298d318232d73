import type { ImageRecipe } from '../images/image-recipe.js'
import { invalid } from '../nets-error.js'
import type { Layer } from '../network.js'
import { alexnet, alexnetLayers, alexnetShapes, type AlexNetOptions } from '../networks/alexnet.js'
import { resnet50, resnet50Layers, resnet50Shapes, type ResNet50Options } from '../networks/resnet50.js'
import { squeezenet, squeezenetLayers, squeezenetShapes, type SqueezeNetOptions } from '../networks/squeezenet.js'
import { vgg, vgg16Hybrid1365, vgg16ImageNet, vggLayers, vggShapes, type VggSizes } from '../networks/vgg.js'
import { resnet50InKeras, squeezenetInTorchvision, vggInKeras, vggInTorchvision } from '../weights/published-names.js'
import type { KnownNetwork, WeightNaming } from './known-network.js'

const squash = { kind: 'squash' } as const

// Caffe's tools resize with OpenCV and do not keep proportions; torchvision and Keras as their preprocessing pipelines do.
const caffe: ImageRecipe = { side: 227, resize: 'opencv-bilinear', fit: squash, preprocessing: 'caffe' }
const torchvision: ImageRecipe = {
  ...{ side: 224, resize: 'pil-bilinear', fit: { kind: 'crop', shortSide: 256 }, preprocessing: 'pytorch' },
}
const keras: ImageRecipe = { side: 224, resize: 'tf2-bilinear', fit: squash, preprocessing: 'keras-caffe' }
// As the published features of memorability-spc were made: no mean taken off, red first.
const raw: ImageRecipe = { side: 224, resize: 'opencv-bilinear', fit: squash, preprocessing: 'raw' }

const namesOf = (layers: readonly Layer[]) => layers.map(({ name }) => name)

/** SqueezeNet in files of its authors (Caffe, Deep Compression) and of torchvision, whose last convolution has no padding. */
export function knownSqueezeNet(name: string, options: SqueezeNetOptions & { version: '1.0' | '1.1' }): KnownNetwork {
  const own = (one: SqueezeNetOptions): Pick<WeightNaming, 'shapes' | 'build' | 'builder'> => ({
    ...{ shapes: squeezenetShapes(one), build: (weights) => squeezenet(weights, one), builder: 'torch' },
  })
  const { side = torchvision.side } = options
  const unpadded = { ...options, side, finalPad: 0 }
  const layers = squeezenetInTorchvision(options.version)
  return {
    ...{ name, layers: namesOf(squeezenetLayers(options)) },
    namings: [
      { ...own(options), name: 'likeness', files: 'torch', recipe: { ...caffe, side: options.side ?? caffe.side } },
      { ...own(unpadded), name: 'torchvision', files: 'torch', layers, recipe: { ...torchvision, side } },
    ],
  }
}

/** Caffe's AlexNet. torchvision's is another network: 64 filters first, no groups, no normalisation. */
export function knownAlexNet(options: AlexNetOptions = {}): KnownNetwork {
  const { side = caffe.side } = options
  const recipe: ImageRecipe = { ...caffe, side, preprocessing: 'caffe-ilsvrc12' }
  const build: WeightNaming['build'] = (weights) => alexnet(weights, options)
  return {
    ...{ name: 'alexnet', layers: namesOf(alexnetLayers(options)) },
    namings: [{ name: 'likeness', files: 'torch', builder: 'torch', shapes: alexnetShapes(options), build, recipe }],
  }
}

/** @param recipe of Keras' weights, and of files with our own names, which are Keras' */
export function knownVgg(name: string, sizes: VggSizes, recipe: ImageRecipe, inTorchvision: boolean): KnownNetwork {
  const { side } = sizes
  const build: WeightNaming['build'] = (weights) => vgg(sizes, weights)
  const own = { builder: 'keras', shapes: vggShapes(sizes), build, recipe: { ...recipe, side } } as const
  const theirs = { name: 'torchvision', files: 'torch', layers: vggInTorchvision(sizes) } as const
  return {
    ...{ name, layers: namesOf(vggLayers(sizes)) },
    namings: [
      { ...own, name: 'likeness', files: 'torch' },
      { ...own, name: 'Keras', files: 'keras', layers: vggInKeras(sizes) },
      ...(inTorchvision ? [{ ...own, ...theirs, recipe: { ...torchvision, side } }] : []),
    ],
  }
}

/** ResNet-50 of torchvision, whose names are our own, and of Keras, which has the stride elsewhere, biases and another epsilon. */
export function knownResNet50(options: Omit<ResNet50Options, 'variant'> = {}): KnownNetwork {
  const { side = torchvision.side } = options
  const inKeras = { ...options, variant: 'keras' } as const
  const theirs = { files: 'keras', builder: 'torch', shapes: resnet50Shapes(inKeras) } as const
  const build: WeightNaming['build'] = (weights) => resnet50(weights, inKeras)
  const ofKeras = (classifier: string): WeightNaming => ({
    ...{
      ...theirs,
      name: 'Keras',
      layers: resnet50InKeras(classifier, options.blocks),
      build,
      recipe: { ...keras, side },
    },
  })
  const own: WeightNaming = {
    ...{ name: 'torchvision', files: 'torch', builder: 'torch', shapes: resnet50Shapes(options) },
    ...{ build: (weights) => resnet50(weights, options), recipe: { ...torchvision, side } },
  }
  const layers = namesOf(resnet50Layers(options))
  return { name: 'resnet50', layers, namings: [own, ofKeras('predictions'), ofKeras('probs')] }
}

const deepCompression = {
  file: 'squeezenet/compressed_SqueezeNet.net',
  get:
    'https://github.com/songhan/SqueezeNet-Deep-Compression (BSD-2, 675763 bytes, ' +
    'sha256 e4ab6960ae8cd81505e1c2136921201507e930966c53deaf15862a395b3a3261)',
}

/** Networks that can be had by name. */
export const knownNetworks: readonly KnownNetwork[] = [
  { ...knownSqueezeNet('squeezenet', { version: '1.0' }), weights: deepCompression },
  knownSqueezeNet('squeezenet-1.1', { version: '1.1' }),
  knownAlexNet(),
  knownVgg('vgg16', vgg16ImageNet, keras, true),
  knownVgg('vgg16-hybrid1365', vgg16Hybrid1365, raw, false),
  knownResNet50(),
]

/**
 * The network of a name.
 * @param parameter how the error names what holds the name
 * @throws NetsError INVALID_ARGUMENT naming those there are
 */
export function findNetwork(name: string, parameter = 'network'): KnownNetwork {
  const found = knownNetworks.find((known) => known.name === name)
  if (!found) throw invalid(`one of ${knownNetworks.map((known) => known.name).join(', ')}`, parameter, name)
  return found
}
