import { setImmediate } from 'node:timers/promises'
import { philox } from '@likeness/core-native'
import * as tf from '@tensorflow/tfjs'
import { invalid } from '../nets-error.js'
import { layerOf, machineOf, type Network } from '../network.js'
import { gaussianBlur } from './gaussian-blur.js'

/** Iterations with a blur and a step that change from the first to the last. */
export interface AscentStage {
  readonly iterations: number
  /** Standard deviation of the blur, pixels. */
  readonly sigma: readonly [start: number, end: number]
  /** Mean change of a value, in grey levels. */
  readonly step: readonly [start: number, end: number]
}

/**
 * `as-published`: (start + end) - start i / n, what rsa-digitobject's notebook computes; `deepdraw`: start + (end - start) i / n,
 * the formula that it means (auduno/deepdraw).
 */
export type AscentSchedule = 'as-published' | 'deepdraw'

/** How an RGB image of 0 to 255 becomes the network's input. */
export interface InputCoding {
  readonly order: 'rgb' | 'bgr'
  /** Taken off each channel, in the network's order. */
  readonly mean: readonly [number, number, number]
}

export interface ActivationMaximizationOptions {
  /** A layer before its ReLU. */
  readonly layer: string
  /** A channel of it, or a unit of a dense layer. */
  readonly channel: number
  readonly stages: readonly AscentStage[]
  /** Default as-published. */
  readonly schedule?: AscentSchedule
  readonly input: InputCoding
  /** Of the noise that the ascent starts from: per value normal, mean 200 and standard deviation 8. */
  readonly seed: number
  /** Starts from this RGB image instead. */
  readonly start?: Uint8Array
  readonly signal?: AbortSignal
  readonly onProgress?: (fraction: number) => void
}

/** An image that a unit responds to, and how its response rose. */
export interface MaximizedImage {
  /** RGB, height x width x 3, 0 to 255. */
  readonly image: Uint8Array
  readonly height: number
  readonly width: number
  /** Spatial mean of the channel before each iteration. */
  readonly objective: Float64Array
}

/** The five stages of rsa-digitobject's images of classes (Lee et al. 2023, notebook 02-1): 475 iterations. */
export const classImageStages: readonly AscentStage[] = [
  { iterations: 200, sigma: [2.5, 1.1], step: [3, 2.5] },
  { iterations: 100, sigma: [1.1, 0.858], step: [2.5, 2] },
  { iterations: 100, sigma: [0.858, 0.78], step: [2, 1.5] },
  { iterations: 50, sigma: [0.858, 0.4], step: [1.5, 0.375] },
  { iterations: 25, sigma: [0.4, 0.1], step: [0.375, 0.125] },
]

/** A stage's blur or step at iteration i of n. */
export function ascentValue([start, end]: readonly [number, number], i: number, n: number, schedule: AscentSchedule) {
  return schedule === 'deepdraw' ? start + ((end - start) * i) / n : start + end - (start * i) / n
}

/**
 * An image for which the spatial mean of a channel is high, by gradient ascent as in rsa-digitobject (Lee et al. 2023, after
 * auduno/deepdraw): the gradient divided by its mean magnitude times the step, clipped to what an image can be, blurred. Each
 * stage begins with the last one's image in whole numbers (cut off, not rounded). As published, the bounds of clipping are
 * those of the channels in the opposite order (the notebook's RGB mean on a BGR image); under `deepdraw` they are right.
 * @throws NetsError INVALID_ARGUMENT, also where the gradient is zero everywhere; `signal.reason` once aborted
 */
export async function activationMaximization(
  network: Network,
  options: ActivationMaximizationOptions,
): Promise<MaximizedImage> {
  const { stages, schedule = 'as-published', input, signal, onProgress } = options
  check(network, options)
  const [height, width] = network.inputShape as [number, number]
  const bounds = schedule === 'deepdraw' ? input.mean : [...input.mean].reverse()
  const total = stages.reduce((sum, { iterations }) => sum + iterations, 0)
  const objective = new Float64Array(total)
  let rgb: Float32Array | Uint8Array = options.start ?? noise(network.inputLength, options.seed)
  let done = 0
  for (const { iterations, sigma, step } of stages) {
    const image = encoded(rgb, input)
    for (let i = 0; i < iterations; i++) {
      signal?.throwIfAborted()
      objective[done] = ascend(network, image, options, ascentValue(step, i, iterations, schedule))
      image.forEach((value, k) => (image[k] = Math.min(Math.max(value, -bounds[k % 3]!), 255 - bounds[k % 3]!)))
      const blur = ascentValue(sigma, i, iterations, schedule)
      if (blur > 0) gaussianBlur(image, network.inputShape, blur)
      done++
      onProgress?.(done / total)
      await setImmediate()
    }
    rgb = decoded(image, input)
  }
  return { image: Uint8Array.from(rgb), height, width, objective }
}

/** One step up in place; gives the objective before it. */
function ascend(
  network: Network,
  image: Float32Array,
  { layer, channel }: ActivationMaximizationOptions,
  step: number,
) {
  const { value, gradient } = channelGradient(network, image, layer, channel)
  const size = gradient.reduce((sum, slope) => sum + Math.abs(slope), 0) / gradient.length
  if (!(size > 0))
    throw invalid('a channel with a gradient', 'channel', `${channel}, whose gradient is zero everywhere`)
  for (let k = 0; k < image.length; k++) image[k]! += (step * gradient[k]!) / size
  return value
}

function channelGradient(network: Network, image: Float32Array, layer: string, channel: number) {
  const { forward } = machineOf(network)
  const { shape } = layerOf(network, layer, 'layer')
  const channels = shape.at(-1)!
  return tf.tidy(() => {
    const only = tf.oneHot(tf.tensor1d([channel], 'int32'), channels).cast('float32')
    const meanOfChannel = (batch: tf.Tensor) => {
      const output = forward(batch as tf.Tensor2D, { layers: [layer], differentiable: true })[layer]!
      return output.reshape([-1, channels]).mul(only).sum().mul(channels).div(output.size) as tf.Scalar
    }
    // A copy: the caller changes its array in place.
    const { value, grad } = tf.valueAndGrad(meanOfChannel)(tf.tensor2d(image.slice(), [1, network.inputLength]))
    return { value: value.dataSync()[0]!, gradient: Float32Array.from(grad.dataSync()) }
  })
}

function check(network: Network, { layer, channel, stages, start, schedule }: ActivationMaximizationOptions): void {
  const channels = layerOf(network, layer, 'layer').shape.at(-1)!
  if (network.inputShape[2] !== 3)
    throw invalid('a network of colour images', 'network', network.inputShape.join(' x '))
  if (!Number.isInteger(channel) || channel < 0 || channel >= channels)
    throw invalid(`an integer from 0 to ${channels - 1}`, 'channel', channel)
  if (stages.length === 0) throw invalid('at least one stage', 'stages', 'none')
  for (const [k, { iterations }] of stages.entries())
    if (!Number.isInteger(iterations) || iterations < 1)
      throw invalid('an integer of at least 1', `stages[${k}].iterations`, iterations)
  if (start && start.length !== network.inputLength)
    throw invalid(`${network.inputLength} values`, 'start', start.length)
  if (schedule !== undefined && schedule !== 'deepdraw' && schedule !== 'as-published')
    throw invalid('as-published or deepdraw', 'schedule', schedule)
}

function noise(length: number, seed: number): Float32Array {
  const random = philox(seed)
  return Float32Array.from({ length }, () => 200 + 8 * random.normal())
}

const place = (k: number, order: 'rgb' | 'bgr') => (order === 'bgr' ? k + 2 - 2 * (k % 3) : k)

function encoded(rgb: ArrayLike<number>, { order, mean }: InputCoding): Float32Array {
  return Float32Array.from({ length: rgb.length }, (_, k) => rgb[place(k, order)]! - mean[k % 3]!)
}

function decoded(image: Float32Array, { order, mean }: InputCoding): Uint8Array {
  return Uint8Array.from({ length: image.length }, (_, at) => {
    const k = place(at, order)
    return Math.trunc(Math.min(Math.max(image[k]! + mean[k % 3]!, 0), 255))
  })
}
