import { convolution, type ConvolutionSizes } from '../graph/convolution.js'
import { dense } from '../graph/dense.js'
import { addition, relu } from '../graph/elementwise.js'
import { graphLayers, graphNetwork, graphWeightShapes, type Graph } from '../graph/graph-network.js'
import { batchNormalization } from '../graph/normalization.js'
import type { Shape } from '../graph/op.js'
import { maxPooling, spatialMean } from '../graph/pooling.js'
import { stepList, type StepList } from '../graph/step-list.js'
import type { Layer, Network, Weights } from '../network.js'

export interface ResNet50Options {
  /** Pixels of an edge of the square input. Default 224. */
  readonly side?: number
  /** Default 1000. */
  readonly classes?: number
  /**
   * `torchvision`: stride in the 3 x 3 convolution ("v1.5"), no biases before batch normalisation, epsilon 1e-5. `keras`:
   * stride in the first 1 x 1 convolution (He et al. 2015), biases, epsilon 1.001e-5. Default torchvision.
   */
  readonly variant?: 'torchvision' | 'keras'
  /** Blocks of each of the four stages. Default 3, 4, 6, 3. */
  readonly blocks?: readonly number[]
  /** Channels of the first convolution, by which all others scale. Default 64. */
  readonly width?: number
}

const variants = {
  torchvision: { strideIn: 'conv2', bias: false, epsilon: 1e-5 },
  keras: { strideIn: 'conv1', bias: true, epsilon: 1.001e-5 },
} as const

/** Shapes of ResNet-50's weights: 25,557,032 values, and 53,120 stored means and variances. */
export const resnet50Shapes = (options: ResNet50Options = {}): Record<string, Shape> =>
  graphWeightShapes(graph(options))

/** Names and shapes of the layers of ResNet-50, without weights. */
export const resnet50Layers = (options: ResNet50Options = {}): readonly Layer[] => graphLayers(graph(options))

/**
 * ResNet-50 (He et al. 2015). Input: side x side x 3 values, channels last; torchvision's weights want red first, in 0..1,
 * less (0.485, 0.456, 0.406), by (0.229, 0.224, 0.225). Padding is explicit on both sides, as in PyTorch. Layers by torchvision's
 * names: conv1 bn1 relu maxpool; of each block layer1.0.conv1, .bn1, .relu1, .conv2, .bn2, .relu2, .conv3, .bn3, .downsample.0 and
 * .downsample.1 where there is one, .add, and the block's output after its ReLU, layer1.0; avgpool; fc, without a softmax.
 * @param weights of `resnet50Shapes(options)`: PyTorch's layout and names, without num_batches_tracked
 * @throws NetsError INVALID_ARGUMENT for a side that leaves no pixel, INVALID_WEIGHTS
 */
export const resnet50 = (weights: Weights, options: ResNet50Options = {}): Network =>
  graphNetwork(graph(options), weights)

function graph(options: ResNet50Options): Graph {
  const { side = 224, classes = 1000, variant = 'torchvision', blocks = [3, 4, 6, 3], width = 64 } = options
  const list = stepList()
  const normalized = normalizedConvolution(list, variant)
  normalized('conv1', 'bn1', { channels: width, size: 7, stride: 2, pad: 3 })
  list.add('relu', relu)
  let last = list.add('maxpool', maxPooling({ size: 3, stride: 2, pad: 1 }))
  for (const [s, count] of blocks.entries())
    for (let b = 0; b < count; b++) {
      const sizes = { channels: width * 2 ** s, stride: s > 0 && b === 0 ? 2 : 1, first: b === 0 }
      last = bottleneck(list, `layer${s + 1}.${b}`, last, sizes, variant)
    }
  list.add('avgpool', spatialMean)
  list.add('fc', dense(classes))
  return { name: 'resnet50', inputShape: [side, side, 3], steps: list.steps }
}

interface BottleneckSizes {
  readonly channels: number
  readonly stride: number
  /** Of its stage: its shortcut has a convolution. */
  readonly first: boolean
}

function bottleneck(
  list: StepList,
  name: string,
  from: string,
  sizes: BottleneckSizes,
  variant: keyof typeof variants,
) {
  const { channels, stride, first } = sizes
  const { strideIn } = variants[variant]
  const normalized = normalizedConvolution(list, variant)
  const strideOf = (layer: string) => (layer === strideIn ? stride : 1)
  normalized(`${name}.conv1`, `${name}.bn1`, { channels, size: 1, stride: strideOf('conv1') }, from)
  list.add(`${name}.relu1`, relu)
  normalized(`${name}.conv2`, `${name}.bn2`, { channels, size: 3, stride: strideOf('conv2'), pad: 1 })
  list.add(`${name}.relu2`, relu)
  const main = normalized(`${name}.conv3`, `${name}.bn3`, { channels: 4 * channels, size: 1 })
  const [down, bn] = [`${name}.downsample.0`, `${name}.downsample.1`]
  const shortcut = first ? normalized(down, bn, { channels: 4 * channels, size: 1, stride }, from) : from
  list.add(`${name}.add`, addition, { from: [main, shortcut] })
  return list.add(name, relu)
}

function normalizedConvolution(list: StepList, variant: keyof typeof variants) {
  const { bias, epsilon } = variants[variant]
  return (name: string, bn: string, sizes: ConvolutionSizes, from?: string) => {
    list.add(name, convolution({ ...sizes, bias }), from ? { from: [from] } : {})
    return list.add(bn, batchNormalization(epsilon))
  }
}
