import * as tf from '@tensorflow/tfjs'
import { invalid } from './nets-error.js'
import { bindForward, checkWeights, sizeOf, type Layer, type Network, type Weights } from './network.js'

/** The sizes of a network of the VGG family: blocks of 3 x 3 convolutions and 2 x 2 maximum pooling, then dense layers. */
export interface VggSizes {
  /** Pixels of an edge of the square input. */
  readonly side: number
  readonly blocks: readonly { readonly convolutions: number; readonly channels: number }[]
  /** Units of each dense layer. */
  readonly dense: readonly number[]
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

interface Step {
  readonly name: string
  readonly kernel: readonly number[]
}

/** Shapes of the weights, by Keras' names and in its layout: kernels height x width x in x out, or in x out. */
export function vggShapes(sizes: VggSizes): Record<string, readonly number[]> {
  const { convolutions, dense } = steps(sizes)
  const all = [...convolutions.flat(), ...dense]
  return Object.fromEntries(
    all.flatMap(({ name, kernel }) => [
      [`${name}.kernel`, kernel],
      [`${name}.bias`, [kernel.at(-1)!]],
    ]),
  )
}

/**
 * A network of the VGG family. Input: side x side x 3 values per image, row-major, channels last, fed in as they are: what
 * is to be taken off or scaled is the caller's. Layers: block1_pool, block2_pool, … after their pooling, height x width x
 * channels as Keras flattens them; fc1, fc2, … after their ReLU. Convolutions keep the size and have a ReLU.
 * @param weights names, shapes and layouts of `vggShapes(sizes)`
 * @throws NetsError INVALID_ARGUMENT for sizes that leave no pixel, INVALID_WEIGHTS
 */
export function vgg(sizes: VggSizes, weights: Weights): Network {
  const { convolutions, dense, layers } = steps(sizes)
  checkWeights(weights, vggShapes(sizes))
  const { side } = sizes
  const tensor = (name: string) => tf.tensor(weights.get(name)!.data, [...weights.get(name)!.shape])
  const network = { name: 'vgg', inputLength: side * side * 3, layers, weights }
  return bindForward(network, (pixels) => {
    const found: Record<string, tf.Tensor2D> = {}
    let x = pixels.reshape<tf.Tensor4D>([-1, side, side, 3])
    for (const [b, block] of convolutions.entries()) {
      for (const { name } of block)
        x = tf
          .conv2d(x, tensor(`${name}.kernel`) as tf.Tensor4D, 1, 'same')
          .add(tensor(`${name}.bias`))
          .relu()
      x = tf.maxPool(x, 2, 2, 'valid')
      found[layers[b]!.name] = flat(x)
    }
    let y = flat(x)
    for (const { name } of dense)
      found[name] = y = tf
        .matMul(y, tensor(`${name}.kernel`) as tf.Tensor2D)
        .add(tensor(`${name}.bias`))
        .relu()
    return found
  })
}

const flat = (x: tf.Tensor) => x.reshape<tf.Tensor2D>([x.shape[0]!, -1])

/** The convolutions of each block and the dense layers, and what can be read. */
function steps({ side, blocks, dense }: VggSizes) {
  let [edge, channels] = [side, 3]
  const layers: Layer[] = []
  const convolutions = blocks.map((block, b) => {
    const all = Array.from({ length: block.convolutions }, (_, c): Step => {
      const kernel = [3, 3, c === 0 ? channels : block.channels, block.channels]
      return { name: `block${b + 1}_conv${c + 1}`, kernel }
    })
    ;[edge, channels] = [Math.floor(edge / 2), block.channels]
    if (!(edge >= 1)) throw invalid(`a side of at least ${2 ** blocks.length} pixels`, 'sizes.side', side)
    layers.push({ name: `block${b + 1}_pool`, shape: [edge, edge, channels] })
    return all
  })
  let units = sizeOf([edge, edge, channels])
  const connected = dense.map((count, d): Step => {
    const step = { name: `fc${d + 1}`, kernel: [units, count] }
    units = count
    layers.push({ name: step.name, shape: [count] })
    return step
  })
  return { convolutions, dense: connected, layers }
}
