import { convolution } from '../graph/convolution.js'
import { dense } from '../graph/dense.js'
import { relu } from '../graph/elementwise.js'
import { graphLayers, graphNetwork, graphWeightShapes, type Graph } from '../graph/graph-network.js'
import type { Shape } from '../graph/op.js'
import { maxPooling } from '../graph/pooling.js'
import { stepList } from '../graph/step-list.js'
import { invalid } from '../nets-error.js'
import type { Layer, Network, Weights } from '../network.js'

/** A dense layer with a name of its own. */
export interface NamedUnits {
  readonly name: string
  readonly units: number
}

/** The sizes of a network of the VGG family: blocks of 3 x 3 convolutions and 2 x 2 maximum pooling, then dense layers. */
export interface VggSizes {
  /** What the network is called. Default vgg. */
  readonly name?: string
  /** Pixels of an edge of the square input. */
  readonly side: number
  readonly blocks: readonly { readonly convolutions: number; readonly channels: number }[]
  /** Units of each dense layer with a ReLU; those without a name are fc1, fc2, … */
  readonly dense: readonly (number | NamedUnits)[]
  /** The last layer, without a ReLU: one score per class. Default: none. */
  readonly classes?: NamedUnits
}

/** VGG-16 without its classifier's last layer (Simonyan & Zisserman 2015, configuration D). */
export const vgg16Sizes: VggSizes = {
  side: 224,
  blocks: [
    { convolutions: 2, channels: 64 },
    { convolutions: 2, channels: 128 },
    { convolutions: 3, channels: 256 },
    { convolutions: 3, channels: 512 },
    { convolutions: 3, channels: 512 },
  ],
  dense: [4096, 4096],
}

/** VGG-16 of ImageNet's 1000 classes, as Keras names its layers; 138,357,544 weights. */
export const vgg16ImageNet: VggSizes = {
  ...vgg16Sizes,
  name: 'vgg16',
  classes: { name: 'predictions', units: 1000 },
}

/** VGG-16 of 1365 classes, ImageNet's and Places365's (Zhou et al. 2018): the network of memorability-spc. */
export const vgg16Hybrid1365: VggSizes = {
  ...vgg16Sizes,
  name: 'vgg16-hybrid1365',
  classes: { name: 'predictions', units: 1365 },
}

/** VGG-16 as rsa-digitobject (Lee et al. 2023) trains it: 1024 units in fc6, no fc7, 16 classes; 40,422,224 weights. */
export const vgg16DigitObject: VggSizes = {
  ...vgg16Sizes,
  dense: [{ name: 'fc6', units: 1024 }],
  classes: { name: 'fc8', units: 16 },
}

/** Shapes of the weights, by Keras' names and in its layout: kernels height x width x in x out, or in x out. */
export const vggShapes = (sizes: VggSizes): Record<string, Shape> => graphWeightShapes(graph(sizes))

/** Names and shapes of the layers of a VGG network, without weights. */
export const vggLayers = (sizes: VggSizes): readonly Layer[] => graphLayers(graph(sizes))

/**
 * A network of the VGG family. Input: side x side x 3 values per image, row-major, channels last, fed in as they are: what
 * is to be taken off or scaled is the caller's. Layers as Keras names them: block1_conv1, … after their ReLU, block1_pool,
 * fc1, … after their ReLU; each of those before its ReLU as block1_conv1_linear, fc1_linear, …; the scores of classes,
 * without a softmax. All channels last. Convolutions keep the size.
 * @param weights names, shapes and layouts of `vggShapes(sizes)`
 * @throws NetsError INVALID_ARGUMENT for sizes that leave no pixel, INVALID_WEIGHTS
 */
export const vgg = (sizes: VggSizes, weights: Weights): Network => graphNetwork(graph(sizes), weights)

function graph({ name: called = 'vgg', side, blocks, dense: connected, classes }: VggSizes): Graph {
  if (!(side >= 2 ** blocks.length))
    throw invalid(`a side of at least ${2 ** blocks.length} pixels`, 'sizes.side', side)
  const list = stepList()
  for (const [b, { convolutions, channels }] of blocks.entries()) {
    for (let c = 1; c <= convolutions; c++) {
      const weightsName = `block${b + 1}_conv${c}`
      list.add(`${weightsName}_linear`, convolution({ channels, size: 3, pad: 'same', layout: 'keras' }), {
        weightsName,
      })
      list.add(weightsName, relu)
    }
    list.add(`block${b + 1}_pool`, maxPooling({ size: 2, stride: 2 }))
  }
  for (const [d, layer] of connected.entries()) {
    const { name, units } = typeof layer === 'number' ? { name: `fc${d + 1}`, units: layer } : layer
    list.add(`${name}_linear`, dense(units, 'keras'), { weightsName: name })
    list.add(name, relu)
  }
  if (classes) list.add(classes.name, dense(classes.units, 'keras'))
  return { name: called, inputShape: [side, side, 3], steps: list.steps }
}
