import { invalid } from '../nets-error.js'
import { checkImage, checkSides, type PixelImage } from './image.js'
import { resizeImage, type Resized, type ResizeRule } from './resize.js'
import { roundToEven } from './round-to-even.js'

/**
 * The image with its shorter side at `size` and the other one in proportion, cut down to whole pixels, as torchvision's
 * `Resize(size)` does (of a PIL image: `pil-bilinear`).
 * @throws NetsError INVALID_ARGUMENT as `resizeImage`
 */
export function resizeShortSide<R extends ResizeRule>(image: PixelImage, size: number, rule: R): Resized<R> {
  checkImage(image)
  checkSides({ size }, 'short side')
  const short = Math.min(image.height, image.width)
  const scaled = (side: number) => Math.trunc((size * side) / short)
  return resizeImage(image, scaled(image.height), scaled(image.width), rule)
}

/**
 * The middle height x width of an image, the offset rounded to even where the margins differ, as torchvision's `CenterCrop`.
 * @throws NetsError INVALID_ARGUMENT for a crop larger than the image (which torchvision would pad with black)
 */
export function centerCrop<T extends Uint8Array | Float32Array>(
  image: PixelImage<T>,
  height: number,
  width: number,
): PixelImage<T> {
  checkImage(image)
  checkSides({ height, width }, 'crop')
  if (height > image.height || width > image.width)
    throw invalid(`a crop of at most ${image.height} x ${image.width}`, 'crop', `${height} x ${width}`)
  const { channels } = image
  const top = roundToEven((image.height - height) / 2)
  const left = roundToEven((image.width - width) / 2)
  const data = image.data.slice(0, height * width * channels) as T
  for (let row = 0; row < height; row++) {
    const start = ((top + row) * image.width + left) * channels
    data.set(image.data.subarray(start, start + width * channels), row * width * channels)
  }
  return { data, height, width, channels }
}
