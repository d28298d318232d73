import type { EncodedImage } from '@likeness/nets'
import type { CommandServices, ListedFile } from '@likeness/study-kit'
import { refused } from './refused.js'

/** The JPEG and PNG files of a folder. @throws StudyKitError INVALID_ARGUMENT for a folder without one */
export async function findImages(folder: string, services: CommandServices): Promise<readonly ListedFile[]> {
  const files = (await services.list(folder)).filter(({ name }) => /\.(jpe?g|png)$/i.test(name))
  if (files.length === 0) throw refused('a folder with .jpg, .jpeg or .png files', '--images', folder)
  return files
}

/** Files as images that are read when their block comes. */
export const encoded = (files: readonly ListedFile[], read: CommandServices['read']): EncodedImage[] =>
  files.map(({ name, path }) => ({ name, read: () => read(path) }))
