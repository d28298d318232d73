import type { Matrix } from '@likeness/core-native'
import { decodeImage } from '@likeness/io'
import {
  collectFeatures,
  preprocess,
  resizeImage,
  type ImageSource,
  type Network,
  type Preprocessing,
  type PreprocessingName,
} from '@likeness/nets'
import { spcError } from '../spc-error.js'

/** An RGB image: height x width x 3 values 0 to 255, row-major. */
export interface RgbImage {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

/** A JPEG or PNG file, read and decoded when its turn comes. */
export interface ImageFile {
  /** For errors. */
  readonly name: string
  readonly read: () => Uint8Array | Promise<Uint8Array>
}

export interface ImageFeaturesOptions {
  readonly layers: readonly string[]
  /** What the network takes of red, green and blue. Default raw: 0 to 255 as they are, red first, as published. */
  readonly preprocessing?: PreprocessingName | Preprocessing
  readonly signal?: AbortSignal
  readonly onProgress?: (fraction: number) => void
}

/**
 * The study's first stage: layer features of images, flattened channels last. Each image is resized to the network's input by
 * OpenCV's bilinear rule, without regard to its proportions. The published features are those of `vgg(vgg16Hybrid1365, …)` with
 * `raw` preprocessing, layers block1_pool to block5_pool, fc1 and fc2: no mean was taken off, and red came first (a quirk).
 * @param network any one of @likeness/nets that takes colour images, on the backend in use
 * @returns images x units, by layer
 * @throws SpcError INVALID_ARGUMENT for a network of other images; what decoding, resizing and `collectFeatures` throw
 */
export async function imageFeatures(
  network: Network,
  images: readonly (RgbImage | ImageFile)[],
  { preprocessing = 'raw', ...options }: ImageFeaturesOptions,
): Promise<Record<string, Matrix<Float32Array>>> {
  return collectFeatures(network, imageSource(network, images, preprocessing), options)
}

/** The images as a network takes them, decoded a block at a time: for `layerFeatures`, where all layers at once are too large. */
export function imageSource(
  network: Network,
  images: readonly (RgbImage | ImageFile)[],
  preprocessing: PreprocessingName | Preprocessing = 'raw',
): ImageSource {
  const [height, width, channels] = network.inputShape
  if (channels !== 3) throw spcError('INVALID_ARGUMENT', 'one of colour images', 'network', network.name)
  const read = async (start: number, count: number) => {
    const decoded = await Promise.all(images.slice(start, start + count).map(pixelsOf))
    const resized = decoded.map((image) => resizeImage(image, height!, width!, 'opencv-bilinear'))
    return preprocess(resized, preprocessing).data
  }
  return { rows: images.length, cols: network.inputLength, read }
}

async function pixelsOf(image: RgbImage | ImageFile) {
  if ('data' in image) return { ...image, channels: 3 }
  return decodeImage(await image.read(), { name: image.name })
}
