import { setImmediate } from 'node:timers/promises'
import * as tf from '@tensorflow/tfjs'
import { invalid } from '../nets-error.js'
import { machineOf, sizeOf, type Network } from '../network.js'

/** Gradients of one unit per image with respect to the image, and the unit's value. */
export interface ImageGradients {
  /** Like the images. */
  readonly gradients: Float32Array
  readonly values: Float32Array
}

/** Values that a pass with a gradient may hold: about 1 GB. */
const valuesOfPass = 2 ** 28

/** Images of a pass that keeps every layer, and a gradient of each. */
export function gradientBatch(network: Network): number {
  const values = 2 * network.layers.reduce((sum, { shape }) => sum + sizeOf(shape), network.inputLength)
  return Math.max(1, Math.min(64, Math.floor(valuesOfPass / values)))
}

/**
 * The gradient of the sum of one unit per image with respect to the images. A pass at a time; between two the event loop runs.
 * @param images rows x the network's input, `units.length` rows
 */
export async function imageGradients(
  network: Network,
  images: Float32Array,
  { layer, units, batch = gradientBatch(network), signal }: ImageGradientOptions,
): Promise<ImageGradients> {
  if (!Number.isInteger(batch) || batch < 1) throw invalid('an integer of at least 1', 'batch', batch)
  const cols = network.inputLength
  const gradients = new Float32Array(images.length)
  const values = new Float32Array(units.length)
  for (let start = 0; start < units.length; start += batch) {
    signal?.throwIfAborted()
    const chosen = units.subarray(start, start + batch)
    const rows = images.slice(start * cols, (start + chosen.length) * cols)
    const found = pass(network, rows, layer, chosen)
    gradients.set(found.gradients, start * cols)
    values.set(found.values, start)
    await setImmediate()
  }
  return { gradients, values }
}

export interface ImageGradientOptions {
  readonly layer: string
  readonly units: Int32Array
  readonly batch?: number | undefined
  readonly signal?: AbortSignal | undefined
}

function pass(network: Network, images: Float32Array, layer: string, units: Int32Array): ImageGradients {
  const { forward } = machineOf(network)
  return tf.tidy(() => {
    const unitValues = (batch: tf.Tensor) => {
      const output = forward(batch as tf.Tensor2D, { layers: [layer], differentiable: true })[layer]!
      return unitsOf(output, units)
    }
    const { value, grad } = tf.valueAndGrad(unitValues)(
      tf.tensor2d(images, [units.length, network.inputLength]),
      tf.ones([units.length]),
    )
    return { gradients: Float32Array.from(grad.dataSync()), values: Float32Array.from(value.dataSync()) }
  })
}

/** One value of each row. */
export function unitsOf(output: tf.Tensor2D, units: Int32Array): tf.Tensor1D {
  const [rows, length] = output.shape
  const mask = new Float32Array(rows * length)
  units.forEach((unit, i) => (mask[i * length + unit] = 1))
  return output.mul(tf.tensor2d(mask, [rows, length])).sum(1)
}
