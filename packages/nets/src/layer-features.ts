import * as tf from '@tensorflow/tfjs'
import type { Matrix } from '@likeness/core-native'
import { invalid } from './nets-error.js'
import { forwardOf, sizeOf, type Network } from './network.js'

/** Images, one per row, as the network documents its input. */
export interface Images {
  readonly data: Uint8Array | Float32Array | Float64Array
  readonly rows: number
  readonly cols: number
}

/** Features of a run of images: rows `start` to `start + rows - 1` of every layer that was asked for. */
export interface FeatureBlock {
  readonly start: number
  readonly layers: Readonly<Record<string, Matrix<Float32Array>>>
}

/** Options of `layerFeatures`. */
export interface LayerFeaturesOptions {
  /** Names of layers, each once. */
  readonly layers: readonly string[]
  /** Images per block, and per pass through the network. Default 250. */
  readonly batch?: number
  /** Aborting rejects the next block with its reason. */
  readonly signal?: AbortSignal
}

/**
 * Layer outputs of a network in blocks of images, so that memory stays bounded by one block.
 * @param images n x `network.inputLength` values, one image per row, as the network documents its input
 * @throws NetsError INVALID_ARGUMENT for an unknown layer, a wrong image length or batch; `signal.reason` once aborted
 */
export async function* layerFeatures(
  network: Network,
  images: Images,
  { layers, batch = 250, signal }: LayerFeaturesOptions,
): AsyncGenerator<FeatureBlock, void, undefined> {
  check(network, images, layers, batch)
  const forward = forwardOf(network)
  for (let start = 0; start < images.rows; start += batch) {
    signal?.throwIfAborted()
    const rows = Math.min(batch, images.rows - start)
    const data = new Float32Array(images.data.subarray(start * images.cols, (start + rows) * images.cols))
    const outputs = tf.tidy(() => {
      const all = forward(tf.tensor2d(data, [rows, images.cols]))
      return layers.map((name) => all[name]!)
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

/** All blocks of `layerFeatures` as one matrix per layer, n x the layer's length. */
export async function collectFeatures(
  network: Network,
  images: Images,
  options: LayerFeaturesOptions & { onProgress?: (fraction: number) => void },
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

function check(network: Network, images: Images, layers: readonly string[], batch: number) {
  const known = network.layers.map((layer) => layer.name)
  if (layers.length === 0) throw invalid('at least one layer', 'layers', 'none')
  for (const [k, name] of layers.entries()) {
    if (!known.includes(name)) throw invalid(`one of ${known.join(', ')}`, `layers[${k}]`, name)
    if (layers.indexOf(name) !== k) throw invalid('each layer once', 'layers', `${name} twice`)
  }
  if (images.cols !== network.inputLength)
    throw invalid(`${network.inputLength} values per image`, 'images.cols', images.cols)
  if (images.data.length !== images.rows * images.cols)
    throw invalid(`${images.rows} x ${images.cols} values`, 'images.data', images.data.length)
  if (!Number.isInteger(batch) || batch < 1) throw invalid('an integer of at least 1', 'batch', batch)
}
