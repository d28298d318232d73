import * as tf from '@tensorflow/tfjs'
import type { Matrix } from '@likeness/core-native'
import { checkImages, readImages, type ImageSource, type Images } from './image-source.js'
import { invalid } from './nets-error.js'
import { layerOf, machineOf, sizeOf, type Network } from './network.js'

/** Features of a run of images: rows `start` to `start + rows - 1` of every layer that was asked for. */
export interface FeatureBlock {
  readonly start: number
  readonly layers: Readonly<Record<string, Matrix<Float32Array>>>
}

/** Options of `layerFeatures`. */
export interface LayerFeaturesOptions {
  /** Names of layers, each once. */
  readonly layers: readonly string[]
  /** Images per block, and per pass through the network. Default: `defaultBatch`. */
  readonly batch?: number
  /** The image to begin with; the same batch then gives the same blocks as from the beginning. Default 0. */
  readonly start?: number
  /** Weights in the file's layout, by name, in place of the network's own. */
  readonly weights?: ReadonlyMap<string, Float32Array>
  /** Aborting rejects the next block with its reason. */
  readonly signal?: AbortSignal
}

/** Values of one layer that a pass may hold by default: 256 MB. */
const valuesOfLayer = 2 ** 26

/** Images of a pass through a network: 250, or fewer where its largest layer would have more than 2^26 values. */
export function defaultBatch(network: Network): number {
  const largest = Math.max(network.inputLength, ...network.layers.map(({ shape }) => sizeOf(shape)))
  return Math.max(1, Math.min(250, Math.floor(valuesOfLayer / largest)))
}

/**
 * Layer outputs of a network in blocks of images, so that memory stays bounded by one block: a pass holds those layers that
 * were asked for or that have still to be read.
 * @param images n x `network.inputLength` values, one image per row, as the network documents its input; or a source of them
 * @throws NetsError INVALID_ARGUMENT for an unknown layer, a wrong image length or batch; `signal.reason` once aborted
 */
export async function* layerFeatures(
  network: Network,
  images: Images | ImageSource,
  { layers, batch = defaultBatch(network), start: first = 0, weights, signal }: LayerFeaturesOptions,
): AsyncGenerator<FeatureBlock, void, undefined> {
  check(network, layers, batch)
  checkImages(network, images)
  if (!Number.isInteger(first) || first < 0 || first > images.rows)
    throw invalid(`an integer from 0 to ${images.rows}`, 'start', first)
  const { forward } = machineOf(network)
  for (let start = first; start < images.rows; start += batch) {
    signal?.throwIfAborted()
    const rows = Math.min(batch, images.rows - start)
    const data = await readImages(images, start, rows)
    const outputs = tf.tidy(() => {
      const found = forward(tf.tensor2d(data, [rows, images.cols]), { layers, variables: tensorsOf(network, weights) })
      return layers.map((name) => found[name]!)
    })
    const block: Record<string, Matrix<Float32Array>> = {}
    for (const [k, name] of layers.entries()) {
      const tensor = outputs[k]!
      block[name] = { data: Float32Array.from(await tensor.data()), rows, cols: tensor.shape[1] }
      tensor.dispose()
    }
    yield { start, layers: block }
  }
}

function tensorsOf(network: Network, weights: ReadonlyMap<string, Float32Array> = new Map()) {
  return new Map([...weights].map(([name, data]) => [name, tf.tensor(data, [...network.weights.get(name)!.shape])]))
}

/** All blocks of `layerFeatures` as one matrix per layer, n x the layer's length. */
export async function collectFeatures(
  network: Network,
  images: Images | ImageSource,
  options: Omit<LayerFeaturesOptions, 'start'> & { onProgress?: (fraction: number) => void },
): Promise<Record<string, Matrix<Float32Array>>> {
  const all: Record<string, Matrix<Float32Array>> = {}
  for (const { name, shape } of network.layers.filter((layer) => options.layers.includes(layer.name)))
    all[name] = { data: new Float32Array(images.rows * sizeOf(shape)), rows: images.rows, cols: sizeOf(shape) }
  for await (const { start, layers } of layerFeatures(network, images, options)) {
    for (const [name, block] of Object.entries(layers)) all[name]!.data.set(block.data, start * block.cols)
    options.onProgress?.((start + Object.values(layers)[0]!.rows) / images.rows)
  }
  return all
}

function check(network: Network, layers: readonly string[], batch: number) {
  if (layers.length === 0) throw invalid('at least one layer', 'layers', 'none')
  for (const [k, name] of layers.entries()) {
    layerOf(network, name, `layers[${k}]`)
    if (layers.indexOf(name) !== k) throw invalid('each layer once', 'layers', `${name} twice`)
  }
  if (!Number.isInteger(batch) || batch < 1) throw invalid('an integer of at least 1', 'batch', batch)
}
