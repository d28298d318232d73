import { convolution } from '../graph/convolution.js'
import { dense } from '../graph/dense.js'
import { relu } from '../graph/elementwise.js'
import { graphLayers, graphNetwork, graphWeightShapes, type Graph } from '../graph/graph-network.js'
import { batchNormalization } from '../graph/normalization.js'
import type { Shape } from '../graph/op.js'
import { spatialMean } from '../graph/pooling.js'
import { stepList } from '../graph/step-list.js'
import type { Layer, Network, Weights } from '../network.js'

/** Sizes of a network of strided convolutions. */
export interface StridedNetSizes {
  /** Pixels of an edge of the square input. */
  readonly side: number
  /** Channels of each convolution, 3 x 3 with stride 2. */
  readonly channels: readonly number[]
  readonly classes: number
}

/** The network that harmonization trains on its made images. */
export const harmonizationNet: StridedNetSizes = { side: 32, channels: [16, 32, 64], classes: 10 }

/** Shapes of the weights, by Keras' names and in its layout. */
export const stridedNetShapes = (sizes: StridedNetSizes): Record<string, Shape> => graphWeightShapes(graph(sizes))

/** Names and shapes of the layers of this network, without weights. */
export const stridedNetLayers = (sizes: StridedNetSizes): readonly Layer[] => graphLayers(graph(sizes))

/**
 * A small network without pooling, every layer of which has a right gradient of its gradient: 3 x 3 convolutions with stride 2
 * (TensorFlow's `same`, no bias), batch normalisation (epsilon 1e-3) and ReLU, the mean over pixels, and a dense layer.
 * Input: side x side x 3 values, channels last, as they are. Layers: conv1, bn1, relu1, …, mean, logits.
 * @param weights of `stridedNetShapes(sizes)`
 * @throws NetsError INVALID_WEIGHTS
 */
export const stridedNet = (sizes: StridedNetSizes, weights: Weights): Network => graphNetwork(graph(sizes), weights)

function graph({ side, channels, classes }: StridedNetSizes): Graph {
  const list = stepList()
  for (const [k, count] of channels.entries()) {
    const sizes = { channels: count, size: 3, stride: 2, pad: 'same', bias: false, layout: 'keras' } as const
    list.add(`conv${k + 1}`, convolution(sizes))
    list.add(`bn${k + 1}`, batchNormalization(1e-3, 'keras'))
    list.add(`relu${k + 1}`, relu)
  }
  list.add('mean', spatialMean)
  list.add('logits', dense(classes, 'keras'))
  return { name: 'strided-net', inputShape: [side, side, 3], steps: list.steps }
}
