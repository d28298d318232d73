import { philox } from '@likeness/core-native'
import { readImages, type Images } from '../image-source.js'
import { invalid } from '../nets-error.js'
import type { Network } from '../network.js'
import { gradientBatch, imageGradients } from './image-gradients.js'
import { mapsOf, type Maps, type SaliencyOptions } from './saliency.js'
import { targetUnits } from './targets.js'

export interface SmoothGradOptions extends SaliencyOptions {
  readonly seed: number
  /** Noisy copies of each image. Default 50. */
  readonly samples?: number
  /** Standard deviation of the noise as a share of the image's range of values. Default 0.15. */
  readonly noise?: number
}

/**
 * The mean gradient over copies of the image with normal noise (Smilkov et al. 2017, arXiv 1706.03825), its channels reduced
 * after the mean. The noise of image i is stream i of the seed, so it depends on no batch; a unit of 'top' is that of the image
 * without noise, as are the values.
 * @throws NetsError INVALID_ARGUMENT; `signal.reason` once aborted
 */
export async function smoothGrad(network: Network, images: Images, options: SmoothGradOptions): Promise<Maps> {
  const { layer, reduce = 'maxAbs', seed, samples = 50, noise = 0.15, batch = gradientBatch(network), signal } = options
  if (!Number.isInteger(samples) || samples < 1) throw invalid('an integer of at least 1', 'samples', samples)
  if (!(noise >= 0 && noise < Infinity)) throw invalid('a number of at least 0', 'noise', noise)
  const units = await targetUnits(network, images, options)
  const { cols } = images
  const pixels = await readImages(images, 0, images.rows)
  const means = new Float32Array(pixels.length)
  for (let i = 0; i < images.rows; i++) {
    const image = pixels.subarray(i * cols, (i + 1) * cols)
    const sd = noise * rangeOf(image)
    const random = philox(seed, i)
    const total = new Float64Array(cols)
    for (let done = 0; done < samples; done += batch) {
      const count = Math.min(batch, samples - done)
      const copies = Float32Array.from({ length: count * cols }, (_, k) => image[k % cols]! + sd * random.normal())
      const chosen = new Int32Array(count).fill(units[i]!)
      const { gradients } = await imageGradients(network, copies, { layer, units: chosen, batch, signal })
      gradients.forEach((value, k) => (total[k % cols]! += value))
    }
    means.set(total.map((sum) => sum / samples), i * cols) // prettier-ignore
  }
  const { values } = await imageGradients(network, pixels, { layer, units, batch, signal })
  return mapsOf(network, means, reduce, { units, values })
}

function rangeOf(values: Float32Array): number {
  let [least, most] = [Infinity, -Infinity]
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)]
  return most - least
}
