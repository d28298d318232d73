import { invalid } from '../nets-error.js'
import { checkImage, checkSides, type PixelImage } from './image.js'
import { pilFilters } from './pil-filters.js'
import { resizeOpencv } from './resize-opencv.js'
import { resizePil } from './resize-pil.js'
import { resizeTf2 } from './resize-tf2.js'

/** Rules of resizing, each by the library whose values it has. */
export const resizeRules = ['tf2-bilinear', 'pil-bilinear', 'pil-bicubic', 'pil-lanczos', 'opencv-bilinear'] as const
export type ResizeRule = (typeof resizeRules)[number]

/** What a rule makes of an image: TensorFlow's float32, else 8 bits. */
export type Resized<R extends ResizeRule> = PixelImage<R extends 'tf2-bilinear' ? Float32Array : Uint8Array>

/**
 * An image in another size, by a library's own rule and arithmetic: the same values, to the bit.
 *
 * - `tf2-bilinear`: `tf.image.resize` of TensorFlow 2: half-pixel centres, no smoothing when it shrinks; float32, not rounded.
 * - `pil-bilinear`, `pil-bicubic`, `pil-lanczos`: Pillow's `Image.resize`: the filter widens when it shrinks; 8 bits.
 *   torchvision's `Resize` of a PIL image is this.
 * - `opencv-bilinear`: OpenCV's `resize`, its default: half-pixel centres, no smoothing when it shrinks; 8 bits.
 *
 * @param image height x width x channels; 8 bits, or float32 too for `tf2-bilinear`
 * @throws NetsError INVALID_ARGUMENT for an unknown rule, sizes that are no positive integers or do not fit the data, and
 *   float values where the rule takes 8 bits
 */
export function resizeImage<R extends ResizeRule>(image: PixelImage, height: number, width: number, rule: R): Resized<R>
export function resizeImage(image: PixelImage, height: number, width: number, rule: ResizeRule): PixelImage {
  if (!resizeRules.includes(rule)) throw invalid(`one of ${resizeRules.join(', ')}`, 'rule', rule)
  checkImage(image)
  checkSides({ height, width }, 'size')
  if (rule === 'tf2-bilinear') return resizeTf2(image, height, width)
  if (!(image.data instanceof Uint8Array))
    throw invalid('8-bit values (Uint8Array)', `image.data of ${rule}`, image.data.constructor.name)
  const bytes = image as PixelImage<Uint8Array>
  return rule === 'opencv-bilinear'
    ? resizeOpencv(bytes, height, width)
    : resizePil(bytes, height, width, pilFilters[rule])
}
