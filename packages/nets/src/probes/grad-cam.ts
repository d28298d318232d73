import { setImmediate } from 'node:timers/promises'
import * as tf from '@tensorflow/tfjs'
import { readImages, type Images } from '../image-source.js'
import { invalid } from '../nets-error.js'
import { layerOf, machineOf, type Network } from '../network.js'
import { gradientBatch, unitsOf } from './image-gradients.js'
import type { Maps } from './saliency.js'
import { targetUnits, type ProbeOptions } from './targets.js'

export interface GradCamOptions extends ProbeOptions {
  /** The layer of feature maps, height x width x channels, that the target depends on. */
  readonly at: string
  /** Maps in the layer's own pixels, or enlarged to the input's (bilinear, half-pixel centres). Default input. */
  readonly size?: 'layer' | 'input'
}

/**
 * Grad-CAM (Selvaraju et al. 2017, arXiv 1610.02391): the feature maps of a layer, weighted by the spatial mean of the unit's
 * gradient with respect to each, their sum without its negative part.
 * @throws NetsError INVALID_ARGUMENT, also for a layer that the target does not depend on; `signal.reason` once aborted
 */
export async function gradCam(network: Network, images: Images, options: GradCamOptions): Promise<Maps> {
  const { layer, at, size = 'input', batch = gradientBatch(network), signal } = options
  const { shape } = layerOf(network, at, 'at')
  if (shape.length !== 3) throw invalid('a layer of height x width x channels', 'at', `${at}, ${shape.join(' x ')}`)
  const [rows, columns] = size === 'layer' ? shape : network.inputShape
  const [height, width] = [rows!, columns!]
  const units = await targetUnits(network, images, options)
  const maps = new Float32Array(images.rows * height * width)
  const values = new Float32Array(images.rows)
  for (let start = 0; start < images.rows; start += batch) {
    signal?.throwIfAborted()
    const chosen = units.subarray(start, start + batch)
    const pixels = await readImages(images, start, chosen.length)
    const found = pass(network, pixels, { layer, at, units: chosen, shape: [height, width] })
    maps.set(found.maps, start * height * width)
    values.set(found.values, start)
    await setImmediate()
  }
  return { maps: { data: maps, rows: images.rows, cols: height * width }, height, width, units, values }
}

interface Pass {
  readonly layer: string
  readonly at: string
  readonly units: Int32Array
  readonly shape: [number, number]
}

function pass(network: Network, pixels: Float32Array, { layer, at, units, shape }: Pass) {
  const { forward } = machineOf(network)
  return tf.tidy(() => {
    const batch = tf.tensor2d(pixels, [units.length, network.inputLength])
    const side = layerOf(network, at, 'at').shape
    const features = forward(batch, { layers: [at] })[at]!.reshape([-1, ...side])
    const { value, grad } = gradientOf((given) => {
      const output = forward(batch, { layers: [layer], given: { [at]: given }, differentiable: true })[layer]!
      return unitsOf(output, units)
    }, features, `${layer} to depend on ${at}`) // prettier-ignore
    const weights = grad.mean([1, 2], true)
    const coarse = features.mul(weights).sum(3, true).relu() as tf.Tensor4D
    const maps = tf.image.resizeBilinear(coarse, shape, false, true)
    return { maps: Float32Array.from(maps.dataSync()), values: Float32Array.from(value.dataSync()) }
  })
}

function gradientOf(f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor, expected: string) {
  try {
    return tf.valueAndGrad(f)(x, tf.ones([x.shape[0]!]))
  } catch (error) {
    if ((error as Error).message.includes('Cannot compute gradient'))
      throw invalid(expected, 'at', 'one that it does not')
    throw error
  }
}
