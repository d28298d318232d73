import { concatenation, relu } from '../graph/elementwise.js'
import { convolution, type ConvolutionSizes } from '../graph/convolution.js'
import { graphLayers, graphNetwork, graphWeightShapes, type Graph } from '../graph/graph-network.js'
import type { Shape } from '../graph/op.js'
import { maxPooling, spatialMean } from '../graph/pooling.js'
import { stepList, type StepList } from '../graph/step-list.js'
import type { Layer, Network, Weights } from '../network.js'

/** Which SqueezeNet, and in what size. */
export interface SqueezeNetOptions {
  /** Default 1.0. */
  readonly version?: '1.0' | '1.1'
  /** Pixels of an edge of the square input. Default 227. */
  readonly side?: number
  /** Default 1000. */
  readonly classes?: number
  /** Zeros around the input of the last convolution. Default 1 for version 1.0 (its deploy file), 0 for 1.1. */
  readonly finalPad?: number
  /** Share of all channels, for small networks. Default 1. */
  readonly width?: number
}

/** Channels of the squeeze layer and of each of the two expand layers of fire2 to fire9. */
const fires = [16, 16, 32, 32, 48, 48, 64, 64].map((squeeze) => [squeeze, 4 * squeeze] as const)

/** Convolution 1, and after which modules there is a pooling. */
const versions = {
  '1.0': { first: { channels: 96, size: 7 }, pools: ['conv1', 'fire4', 'fire8'], finalPad: 1 },
  '1.1': { first: { channels: 64, size: 3 }, pools: ['conv1', 'fire3', 'fire5'], finalPad: 0 },
} as const

const pooling = maxPooling({ size: 3, stride: 2, rounding: 'ceil' })

/** Shapes of SqueezeNet's weights: 1,248,424 values in version 1.0, 1,235,496 in version 1.1. */
export const squeezenetShapes = (options: SqueezeNetOptions = {}): Record<string, Shape> =>
  graphWeightShapes(graph(options))

/** Names and shapes of the layers of SqueezeNet, without weights. */
export const squeezenetLayers = (options: SqueezeNetOptions = {}): readonly Layer[] => graphLayers(graph(options))

/**
 * SqueezeNet (Iandola et al. 2016, arXiv 1602.07360). Input: side x side x 3 values, channels last, blue first, less the
 * means (104, 117, 123). Layers as in the deploy file of its Deep Compression: conv1 and relu_conv1, pool1; of each fire
 * module conv1x1_1 (squeeze), conv1x1_2 and conv3x3_2 (expand), each with its relu_…, and concat; conv_final; pool_final,
 * the classes' scores without a softmax. Pools round up, as Caffe's do.
 * @param weights of `squeezenetShapes(options)`: Caffe's layout, out x in x height x width
 * @throws NetsError INVALID_ARGUMENT for a side that leaves no pixel, INVALID_WEIGHTS
 */
export const squeezenet = (weights: Weights, options: SqueezeNetOptions = {}): Network =>
  graphNetwork(graph(options), weights)

function graph({ version = '1.0', side = 227, classes = 1000, finalPad, width = 1 }: SqueezeNetOptions): Graph {
  const { first, pools, finalPad: usualPad } = versions[version]
  const scaled = (channels: number) => Math.max(1, Math.round(channels * width))
  const list = stepList()
  const pool = (after: string) => {
    if ((pools as readonly string[]).includes(after)) list.add(`pool${after.at(-1)}`, pooling)
  }
  activated(list, 'conv1', { channels: scaled(first.channels), size: first.size, stride: 2 })
  pool('conv1')
  for (const [k, [squeeze, expand]] of fires.entries()) {
    fire(list, `fire${k + 2}`, scaled(squeeze), scaled(expand))
    pool(`fire${k + 2}`)
  }
  activated(list, 'conv_final', { channels: classes, size: 1, pad: finalPad ?? usualPad })
  list.add('pool_final', spatialMean)
  return { name: `squeezenet-${version}`, inputShape: [side, side, 3], steps: list.steps }
}

function fire(list: StepList, name: string, squeeze: number, expand: number): void {
  const squeezed = activated(list, `${name}/conv1x1_1`, { channels: squeeze, size: 1 })
  const narrow = activated(list, `${name}/conv1x1_2`, { channels: expand, size: 1 }, squeezed)
  const wide = activated(list, `${name}/conv3x3_2`, { channels: expand, size: 3, pad: 1 }, squeezed)
  list.add(`${name}/concat`, concatenation, { from: [narrow, wide] })
}

/** A convolution and its ReLU, relu_ before the last part of the name. */
function activated(list: StepList, name: string, sizes: ConvolutionSizes, from?: string): string {
  list.add(name, convolution(sizes), from ? { from: [from] } : {})
  return list.add(name.replace(/[^/]+$/, 'relu_$&'), relu)
}
