import { convolution, type ConvolutionSizes } from '../graph/convolution.js'
import { dense } from '../graph/dense.js'
import { relu } from '../graph/elementwise.js'
import { graphLayers, graphNetwork, graphWeightShapes, type Graph } from '../graph/graph-network.js'
import { localResponseNormalization } from '../graph/normalization.js'
import type { Shape } from '../graph/op.js'
import { maxPooling } from '../graph/pooling.js'
import { stepList } from '../graph/step-list.js'
import type { Layer, Network, Weights } from '../network.js'

export interface AlexNetOptions {
  /** Pixels of an edge of the square input. Default 227. */
  readonly side?: number
  /** Default 1000. */
  readonly classes?: number
  /** Share of all channels and units, for small networks: a multiple of 1/16. Default 1. */
  readonly width?: number
}

/** Caffe's: two groups wherever the original lay on two graphics cards. */
const convolutions: readonly ConvolutionSizes[] = [
  { channels: 96, size: 11, stride: 4 },
  { channels: 256, size: 5, pad: 2, groups: 2 },
  { channels: 384, size: 3, pad: 1 },
  { channels: 384, size: 3, pad: 1, groups: 2 },
  { channels: 256, size: 3, pad: 1, groups: 2 },
]
const normalized = [1, 2]
const pooled = [1, 2, 5]

const normalization = localResponseNormalization({ size: 5, alpha: 1e-4, beta: 0.75 })
const pooling = maxPooling({ size: 3, stride: 2, rounding: 'ceil' })

/** Shapes of AlexNet's weights; 60,965,224 values. */
export const alexnetShapes = (options: AlexNetOptions = {}): Record<string, Shape> => graphWeightShapes(graph(options))

/** Names and shapes of the layers of AlexNet, without weights. */
export const alexnetLayers = (options: AlexNetOptions = {}): readonly Layer[] => graphLayers(graph(options))

/**
 * AlexNet (Krizhevsky et al. 2012) as Caffe has it: local response normalisation before pooling, convolutions 2, 4 and 5 in
 * two groups. Input: side x side x 3 values, channels last, blue first, less the mean image or its channels' means.
 * Layers, in the order of MatConvNet's simple networks: conv1 relu1 norm1 pool1 conv2 relu2 norm2 pool2 conv3 relu3 conv4 relu4
 * conv5 relu5 pool5 fc6 relu6 fc7 relu7 fc8, the last without a softmax; channels last. Pools round up.
 * @param weights of `alexnetShapes(options)`: Caffe's layout, out x in / groups x height x width, out x in
 * @throws NetsError INVALID_ARGUMENT for a side that leaves no pixel, INVALID_WEIGHTS
 */
export const alexnet = (weights: Weights, options: AlexNetOptions = {}): Network =>
  graphNetwork(graph(options), weights)

function graph({ side = 227, classes = 1000, width = 1 }: AlexNetOptions): Graph {
  const list = stepList()
  for (const [k, sizes] of convolutions.entries()) {
    list.add(`conv${k + 1}`, convolution({ ...sizes, channels: sizes.channels * width }))
    list.add(`relu${k + 1}`, relu)
    if (normalized.includes(k + 1)) list.add(`norm${k + 1}`, normalization)
    if (pooled.includes(k + 1)) list.add(`pool${k + 1}`, pooling)
  }
  for (const k of [6, 7]) {
    list.add(`fc${k}`, dense(4096 * width))
    list.add(`relu${k}`, relu)
  }
  list.add('fc8', dense(classes))
  return { name: 'alexnet', inputShape: [side, side, 3], steps: list.steps }
}
