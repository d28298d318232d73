import type { Matrix } from '@likeness/core-native'
import { readImages, type Images } from '../image-source.js'
import type { Network } from '../network.js'
import { reduceChannels, type ChannelReduction } from './channel-reduction.js'
import { imageGradients } from './image-gradients.js'
import { targetUnits, type ProbeOptions } from './targets.js'

export interface SaliencyOptions extends ProbeOptions {
  /** Default maxAbs. */
  readonly reduce?: ChannelReduction
}

/** One map per image. */
export interface Maps {
  /** Images x (height x width), row-major. */
  readonly maps: Matrix<Float32Array>
  readonly height: number
  readonly width: number
  /** The unit that was explained, and its value for the image. */
  readonly units: Int32Array
  readonly values: Float32Array
}

/**
 * How a unit's value changes with each pixel: the gradient with respect to the image as the network takes it (Simonyan et al.
 * 2014), its channels reduced.
 * @param images as the network documents its input
 * @throws NetsError INVALID_ARGUMENT; `signal.reason` once aborted
 */
export async function saliency(network: Network, images: Images, options: SaliencyOptions): Promise<Maps> {
  const { layer, reduce = 'maxAbs', batch, signal } = options
  const units = await targetUnits(network, images, options)
  const pixels = await readImages(images, 0, images.rows)
  const { gradients, values } = await imageGradients(network, pixels, { layer, units, batch, signal })
  return mapsOf(network, gradients, reduce, { units, values })
}

/** Maps of values like the network's input. */
export function mapsOf(
  { inputShape }: Network,
  pixels: Float32Array,
  reduce: ChannelReduction,
  { units, values }: Pick<Maps, 'units' | 'values'>,
): Maps {
  const [height, width, channels] = inputShape as [number, number, number]
  const data = reduceChannels(pixels, channels, reduce)
  return { maps: { data, rows: units.length, cols: height * width }, height, width, units, values }
}
