import { decodeImage } from '@likeness/io'
import type { ImageSource } from '../image-source.js'
import { centerCrop, resizeShortSide } from './crop.js'
import type { PixelImage } from './image.js'
import { preprocess } from './preprocess.js'
import type { PreprocessingName } from './preprocessings.js'
import { resizeImage, type ResizeRule } from './resize.js'

/** `squash`: both sides to the network's; `crop`: the short side to `shortSide`, then the middle cut out. */
export type Fit = { readonly kind: 'squash' } | { readonly kind: 'crop'; readonly shortSide: number }

/** How an image becomes a network's input. */
export interface ImageRecipe {
  /** Pixels of an edge of the network's square input. */
  readonly side: number
  readonly resize: ResizeRule
  readonly fit: Fit
  readonly preprocessing: PreprocessingName
}

/** An encoded image (JPEG or PNG), read when its turn comes. */
export interface EncodedImage {
  /** For errors. */
  readonly name: string
  readonly read: () => Uint8Array | Promise<Uint8Array>
}

/** An image of the network's size: side x side x channels. @throws NetsError INVALID_ARGUMENT for a crop that is too large */
export function fitImage(image: PixelImage, { side, resize, fit }: Omit<ImageRecipe, 'preprocessing'>): PixelImage {
  if (fit.kind === 'squash') return resizeImage(image, side, side, resize)
  return centerCrop(resizeShortSide(image, fit.shortSide, resize), side, side)
}

/** How a recipe fits images, in words. */
export const fitText = ({ fit, side }: Pick<ImageRecipe, 'fit' | 'side'>): string =>
  fit.kind === 'squash' ? `both sides to ${side}` : `short side to ${fit.shortSide}, middle ${side} x ${side}`

/**
 * Encoded images as a source for `layerFeatures`, decoded, fitted and preprocessed one block at a time: memory is that of a
 * block. Reading rejects with FormatError of io, which names the image, for one that does not decode.
 */
export function encodedImages(images: readonly EncodedImage[], recipe: ImageRecipe): ImageSource {
  const pixels = async ({ name, read }: EncodedImage) => fitImage(await decodeImage(await read(), { name }), recipe)
  return {
    rows: images.length,
    cols: recipe.side * recipe.side * 3,
    read: async (start, count) =>
      preprocess(await Promise.all(images.slice(start, start + count).map(pixels)), recipe.preprocessing).data,
  }
}
