import { decodeImage } from '@likeness/io'
import {
  centerCrop,
  preprocess,
  resizeImage,
  resizeShortSide,
  type ImageSource,
  type PixelImage,
  type PreprocessingName,
  type ResizeRule,
} from '@likeness/nets'
import type { CommandServices, ListedFile } from '@likeness/study-kit'
import type { Fit } from './networks.js'
import { refused } from './refused.js'

/** How an image becomes a network's input. */
export interface ImageRecipe {
  readonly side: number
  readonly resize: ResizeRule
  readonly fit: Fit
  readonly preprocessing: PreprocessingName
}

/** The JPEG and PNG files of a folder. @throws StudyKitError INVALID_ARGUMENT for a folder without one */
export async function findImages(folder: string, services: CommandServices): Promise<readonly ListedFile[]> {
  const files = (await services.list(folder)).filter(({ name }) => /\.(jpe?g|png)$/i.test(name))
  if (files.length === 0) throw refused('a folder with .jpg, .jpeg or .png files', '--images', folder)
  return files
}

/** Images of a folder, decoded when they are needed, one block at a time. */
export function imageSource(
  files: readonly ListedFile[],
  recipe: ImageRecipe,
  read: CommandServices['read'],
): ImageSource {
  const pixels = async ({ name, path }: ListedFile) => fitted(await decodeImage(await read(path), { name }), recipe)
  return {
    rows: files.length,
    cols: recipe.side * recipe.side * 3,
    read: async (start, count) =>
      preprocess(await Promise.all(files.slice(start, start + count).map(pixels)), recipe.preprocessing).data,
  }
}

function fitted(image: PixelImage, { side, resize, fit }: ImageRecipe): PixelImage {
  if (fit.kind === 'squash') return resizeImage(image, side, side, resize)
  return centerCrop(resizeShortSide(image, fit.shortSide, resize), side, side)
}
