import type { VggSizes } from '../networks/vgg.js'
import type { LayerSource } from './conventions.js'

/** Where torchvision's `features` have the eight fire modules; conv1 is `features.0` in both versions. */
const firesInTorchvision = { '1.0': [3, 4, 5, 7, 8, 9, 10, 12], '1.1': [3, 4, 6, 7, 9, 10, 11, 12] } as const

/** Convolutions of a fire module: ours (as the Deep Compression file has them) and torchvision's. */
const partsOfFire = [
  ['conv1x1_1', 'squeeze'],
  ['conv1x1_2', 'expand1x1'],
  ['conv3x3_2', 'expand3x3'],
] as const

/** SqueezeNet's layers as torchvision names them: `features.3.squeeze`, `classifier.1`. Source: torchvision, `squeezenet.py`. */
export function squeezenetInTorchvision(version: '1.0' | '1.1'): LayerSource[] {
  const fires = firesInTorchvision[version].flatMap((place, k) =>
    partsOfFire.map(([ours, theirs]) => conv(`fire${k + 2}/${ours}`, `features.${place}.${theirs}`)),
  )
  return [conv('conv1', 'features.0'), ...fires, conv('conv_final', 'classifier.1')]
}

/**
 * VGG's layers as torchvision names them: `features.0`, `classifier.0`, counting ReLUs, pools and dropouts as it does. Its
 * first dense layer sees an image channels first. Source: torchvision, `vgg.py` (without batch normalisation).
 */
export function vggInTorchvision(sizes: VggSizes): LayerSource[] {
  let place = 0
  const convolutions = sizes.blocks.flatMap(({ convolutions: count }, b) => {
    const names = Array.from({ length: count }, (_, c) => `block${b + 1}_conv${c + 1}`)
    const found = names.map((name, c) => conv(name, `features.${place + 2 * c}`))
    place += 2 * count + 1
    return found
  })
  const side = Math.floor(sizes.side / 2 ** sizes.blocks.length)
  const flattened = [sizes.blocks.at(-1)!.channels, side, side] as const
  const connected = denseNames(sizes).map((name, k): LayerSource => ({
    ...{ name, kind: 'dense', from: `classifier.${3 * k}` },
    ...(k === 0 && { flattened }),
  }))
  return [...convolutions, ...connected]
}

/** VGG's layers as keras.applications names them, which are ours: `block1_conv1`, `fc1`, `predictions`. */
export function vggInKeras(sizes: VggSizes): LayerSource[] {
  const convolutions = sizes.blocks.flatMap(({ convolutions: count }, b) =>
    Array.from({ length: count }, (_, c) => conv(`block${b + 1}_conv${c + 1}`)),
  )
  return [...convolutions, ...denseNames(sizes).map((name): LayerSource => ({ name, kind: 'dense' }))]
}

/**
 * ResNet-50's layers as keras.applications names them since 2019: `conv1_conv`, `conv2_block1_0_conv`. (Before, they were
 * `res2a_branch2a` and so on, trained with another epsilon: those weights are another network.)
 * @param classifier `predictions`, or `probs` as in the file that keras.applications downloads
 * @param blocks of each stage
 */
export function resnet50InKeras(classifier: string, blocks: readonly number[] = [3, 4, 6, 3]): LayerSource[] {
  const stages = blocks.flatMap((count, s) =>
    Array.from({ length: count }, (_, b) => blockInKeras(`layer${s + 1}.${b}`, `conv${s + 2}_block${b + 1}`, b === 0)),
  )
  const first = [conv('conv1', 'conv1_conv'), norm('bn1', 'conv1_bn')]
  return [...first, ...stages.flat(), { name: 'fc', kind: 'dense', from: classifier }]
}

function blockInKeras(ours: string, theirs: string, shortcut: boolean): LayerSource[] {
  const pair = (convolution: string, normalization: string, part: number) => [
    conv(`${ours}.${convolution}`, `${theirs}_${part}_conv`),
    norm(`${ours}.${normalization}`, `${theirs}_${part}_bn`),
  ]
  const main = [1, 2, 3].flatMap((part) => pair(`conv${part}`, `bn${part}`, part))
  return shortcut ? [...pair('downsample.0', 'downsample.1', 0), ...main] : main
}

const conv = (name: string, from = name): LayerSource => ({ name, kind: 'conv', from })
const norm = (name: string, from: string): LayerSource => ({ name, kind: 'batchNorm', from })

const denseNames = ({ dense, classes }: VggSizes) => [
  ...dense.map((layer, k) => (typeof layer === 'number' ? `fc${k + 1}` : layer.name)),
  ...(classes ? [classes.name] : []),
]
