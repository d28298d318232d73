import type { Matrix } from '@likeness/core-native'
import { collectFeatures, type Network } from '@likeness/nets'
import { resizeBilinear, type RgbImage } from './resize-bilinear.js'

export interface ImageFeaturesOptions {
  readonly layers: readonly string[]
  readonly signal?: AbortSignal
  readonly onProgress?: (fraction: number) => void
}

/**
 * Layer features as the published ones were made: each image resized to the network's square (`resizeBilinear`) and fed in
 * as it is, 0 to 255, red first, without any mean taken off; layers flattened channels last.
 * @param network one of `vgg` of @likeness/nets, on the backend in use
 * @returns images x units, by layer
 */
export async function imageFeatures(
  network: Network,
  images: readonly RgbImage[],
  options: ImageFeaturesOptions,
): Promise<Record<string, Matrix<Float32Array>>> {
  const side = Math.sqrt(network.inputLength / 3)
  const data = new Uint8Array(images.length * network.inputLength)
  for (const [i, image] of images.entries()) data.set(resizeBilinear(image, side, side).data, i * network.inputLength)
  return collectFeatures(network, { data, rows: images.length, cols: network.inputLength }, options)
}
