import { collectFeatures } from '../layer-features.js'
import { checkImages, type Images } from '../image-source.js'
import { invalid } from '../nets-error.js'
import { layerOf, sizeOf, type Network } from '../network.js'

/** Which unit of which layer is explained, for each image. */
export interface Target {
  /** Scores before a softmax, usually: its gradient mixes all classes. */
  readonly layer: string
  /** A unit of the layer (its flattened position; of scores: the class) for all images, one for each, or each one's highest. */
  readonly units: number | ArrayLike<number> | 'top'
}

/** What every probe of images takes. */
export interface ProbeOptions extends Target {
  /** Images per pass. Default: as many as hold about 1 GB. */
  readonly batch?: number
  readonly signal?: AbortSignal
}

/** The unit of each image. @throws NetsError INVALID_ARGUMENT for a layer or unit that there is not */
export async function targetUnits(network: Network, images: Images, options: ProbeOptions): Promise<Int32Array> {
  const { layer, units, signal } = options
  checkImages(network, images)
  const length = sizeOf(layerOf(network, layer, 'layer').shape)
  if (units === 'top') return topUnits(network, images, layer, signal)
  const found = Int32Array.from({ length: images.rows }, (_, i) => (typeof units === 'number' ? units : units[i]!))
  if (typeof units !== 'number' && units.length !== images.rows)
    throw invalid(`${images.rows} units`, 'units', units.length)
  for (let i = 0; i < images.rows; i++) {
    const unit = typeof units === 'number' ? units : units[i]!
    if (!Number.isInteger(unit) || unit < 0 || unit >= length)
      throw invalid(`an integer from 0 to ${length - 1}`, `units[${i}]`, unit)
  }
  return found
}

/** The highest unit of a layer for each image; of equal ones the first. */
export async function topUnits(
  network: Network,
  images: Images,
  layer: string,
  signal?: AbortSignal,
): Promise<Int32Array> {
  const { [layer]: scores } = await collectFeatures(network, images, { layers: [layer], ...(signal ? { signal } : {}) })
  return Int32Array.from({ length: images.rows }, (_, i) => {
    const row = scores!.data.subarray(i * scores!.cols, (i + 1) * scores!.cols)
    return row.reduce((best, value, k) => (value > row[best]! ? k : best), 0)
  })
}
