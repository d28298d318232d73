import { invalid } from './nets-error.js'
import type { Network } from './network.js'

/** Values of pixels, as the network documents its input. */
export type Pixels = Uint8Array | Float32Array | Float64Array

/** Images, one per row, as the network documents its input. */
export interface Images {
  readonly data: Pixels
  readonly rows: number
  readonly cols: number
}

/** Images that are read (decoded, say) when they are needed, a block at a time. */
export interface ImageSource {
  readonly rows: number
  readonly cols: number
  /** `count` x `cols` values from image `start` on. */
  read(start: number, count: number): Pixels | Promise<Pixels>
}

/** @throws NetsError INVALID_ARGUMENT for images that are not of the network's input length, or data that do not fit */
export function checkImages(network: Network, images: Images | ImageSource): void {
  if (!Number.isInteger(images.rows) || images.rows < 0) throw invalid('a number of images', 'images.rows', images.rows)
  if (images.cols !== network.inputLength)
    throw invalid(`${network.inputLength} values per image`, 'images.cols', images.cols)
  if ('data' in images && images.data.length !== images.rows * images.cols)
    throw invalid(`${images.rows} x ${images.cols} values`, 'images.data', images.data.length)
}

/** A block of images, as a copy. @throws NetsError INVALID_ARGUMENT when a source gives another number of values */
export async function readImages(images: Images | ImageSource, start: number, count: number): Promise<Float32Array> {
  const { cols } = images
  if ('data' in images) return new Float32Array(images.data.subarray(start * cols, (start + count) * cols))
  const found = await images.read(start, count)
  if (found.length !== count * cols) throw invalid(`${count} x ${cols} values`, 'images.read', found.length)
  return new Float32Array(found)
}
