import { NetsError } from '../nets-error.js'
import type { WeightMapping, WeightRule } from './map-weights.js'

/** Frameworks whose names and layouts of weights are known here. Caffe's and Deep Compression's are PyTorch's. */
export type WeightConvention = 'torch' | 'keras' | 'tfjs'

/** Kinds of layers that have weights. */
export type WeightedLayer = 'conv' | 'depthwise' | 'dense' | 'batchNorm'

/** A layer of a network and the layer of a file that its weights come from. */
export interface LayerSource {
  /** name in the network: its weights are `NAME.kernel`, `NAME.bias` and so on */
  readonly name: string
  readonly kind: WeightedLayer
  /** name in the file; by default the same */
  readonly from?: string
  /** false: no bias (conv, dense) or no beta (batch norm) */
  readonly bias?: boolean
  /** false: a batch norm without gamma */
  readonly scale?: boolean
  /** inputs of a depthwise convolution: PyTorch's files do not tell them from the multiplier */
  readonly channels?: number
  /** channels, height and width of what is flattened before a dense layer: PyTorch flattens channels first */
  readonly flattened?: readonly [channels: number, height: number, width: number]
  /** true: the file's input channels are BGR and the network's are RGB, or the reverse */
  readonly reverseInput?: boolean
}

/**
 * How the kernels of each framework lie in its files, and how they come to lie for TensorFlow.js: convolutions height,
 * width, in, out; depthwise ones height, width, in, multiplier; dense ones in, out. Where nothing moves, there is none.
 * Sources: the documentation of torch.nn, Caffe's `blob`, keras.layers and tf.layers.
 */
export const layouts = {
  torch: { conv: 'O I H W -> H W I O', depthwise: '(C M) 1 H W -> H W C M', dense: 'O I -> I O' },
  keras: {},
  tfjs: {},
} as const satisfies Record<WeightConvention, Partial<Record<WeightedLayer, string>>>

/** Whose names and layouts a network's builder takes: PyTorch's and Caffe's (`conv1.weight`), or Keras' (`conv1.kernel`). */
export type NetworkConvention = 'torch' | 'keras'

const axes = {
  torch: { conv: 'O I H W', depthwise: '(C M) 1 H W', dense: 'O I', flattened: 'O (C H W)', batchNorm: 'C' },
  keras: { conv: 'H W I O', depthwise: 'H W C M', dense: 'I O', flattened: '(H W C) O', batchNorm: 'C' },
} as const

const torchNames = { kernel: 'weight', bias: 'bias', gamma: 'weight', beta: 'bias', mean: 'running_mean', variance: 'running_var' } // prettier-ignore
const kerasNames = { kernel: 'kernel', bias: 'bias', gamma: 'gamma', beta: 'beta', mean: 'moving_mean', variance: 'moving_variance' } // prettier-ignore

type Part = keyof typeof torchNames

/**
 * The mapping of whole layers. In the network a layer `conv1` has `conv1.kernel` and `conv1.bias`, a batch norm
 * `NAME.gamma`, `.beta`, `.mean` and `.variance`. In files of PyTorch (and of `readDeepCompression`) they are `conv1.weight`
 * and so on, of TensorFlow.js `conv1/kernel`, of Keras `conv1/conv1/kernel:0`.
 * A builder with PyTorch's names (`network` torch) gets `conv1.weight`, `NAME.running_mean` and so on, in PyTorch's layout.
 * @param inFile the layers of a Keras file, as `readKerasH5` lists them: their weights are then taken in order, as Keras
 *   itself does, whatever their names
 * @throws NetsError INVALID_ARGUMENT for a depthwise layer of PyTorch without `channels`; INVALID_WEIGHTS for a layer that
 *   `inFile` lacks, or has with another number of weights
 */
export function layerMapping(
  convention: WeightConvention,
  layers: readonly LayerSource[],
  inFile?: readonly { readonly name: string; readonly weights: readonly string[] }[],
  network: NetworkConvention = 'keras',
): WeightMapping {
  const listed = inFile && new Map(inFile.map(({ name, weights }) => [name, weights]))
  return Object.fromEntries(layers.flatMap((layer) => rulesOf(convention, layer, listed, network)))
}

function rulesOf(
  convention: WeightConvention,
  layer: LayerSource,
  listed: ReadonlyMap<string, readonly string[]> | undefined,
  network: NetworkConvention,
): [string, WeightRule][] {
  const { name, from = name } = layer
  const parts = partsOf(layer)
  const own = listed ? (listed.get(from) ?? []) : parts.map((part) => fileName(convention, layer.kind, from, part))
  if (own.length !== parts.length) {
    const expected = `Expected ${parts.length} weights (${parts.join(', ')}) for ${name} from layer ${from}`
    throw new NetsError('INVALID_WEIGHTS', `${expected} but received ${own.length === 0 ? 'none' : own.join(', ')}`)
  }
  return parts.map((part, k) => [
    `${name}.${network === 'torch' ? torchNames[part] : part}`,
    { from: own[k]!, ...(part === 'kernel' ? movement(convention, layer, network) : {}) },
  ])
}

function partsOf({ kind, bias = true, scale = true }: LayerSource): Part[] {
  if (kind !== 'batchNorm') return bias ? ['kernel', 'bias'] : ['kernel']
  return [...(scale ? (['gamma'] as const) : []), ...(bias ? (['beta'] as const) : []), 'mean', 'variance']
}

function fileName(convention: WeightConvention, kind: WeightedLayer, from: string, part: Part): string {
  if (convention === 'torch') return `${from}.${torchNames[part]}`
  const own = kind === 'depthwise' && part === 'kernel' ? 'depthwise_kernel' : kerasNames[part]
  return convention === 'tfjs' ? `${from}/${own}` : `${from}/${from}/${own}:0`
}

function movement(
  convention: WeightConvention,
  layer: LayerSource,
  network: NetworkConvention,
): Omit<WeightRule, 'from'> {
  const from = convention === 'torch' ? 'torch' : 'keras'
  const { kind, flattened, channels, reverseInput } = layer
  if (from === network && !reverseInput) return {}
  if (kind === 'dense' && flattened && from !== network)
    return {
      layout: `${axes[from].flattened} -> ${axes[network].flattened}`,
      sizes: { C: flattened[0], H: flattened[1], W: flattened[2] },
    }
  const layout = `${axes[from][kind]} -> ${axes[network][kind]}`
  const reverse = reverseInput ? { reverse: [kind === 'depthwise' ? 'C' : 'I'] } : {}
  if (kind !== 'depthwise' || from === 'keras') return { layout, ...reverse }
  if (channels === undefined)
    throw new NetsError('INVALID_ARGUMENT', `Expected channels for the depthwise layer ${layer.name} but received none`)
  return { layout, sizes: { C: channels }, ...reverse }
}
