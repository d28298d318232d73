import type { StudyContext } from '@likeness/study-kit'
import type { OwnFiles } from '../own-tables/own-files.js'
import { scoreTable, type ColumnOptions } from '../own-tables/score-table.js'
import { checkImages } from './check-images.js'
import type { ImageChoice } from './image-choice.js'
import { imageRows } from './image-rows.js'
import { writeImageFeatures, type ImageFeaturesMade } from './write-image-features.js'

/** Features of the user's images, as if they had been given, and what they are made of. */
export interface OwnImageFiles extends OwnFiles {
  readonly made: ImageFeaturesMade
}

/**
 * Features of the images of `--images` by `--network` with `--weights`, and the scores of `--scores`. Names are joined, and
 * every image is decoded once, before anything is computed.
 * @throws what `scoreTable`, `imageRows`, `checkImages` and `writeImageFeatures` throw
 */
export async function ownImageFiles(
  choice: ImageChoice,
  columns: ColumnOptions,
  context: StudyContext,
): Promise<OwnImageFiles> {
  const { file, folder, stage, cache, signal } = context
  const [scores, weights] = [(await file('scores'))!, (await file('weights'))!]
  const given = (await folder('images', stage('own images')))!
  const table = scoreTable(await scores.read(), scores.name, columns)
  const { files, ids } = imageRows(given.files, table)
  const onProgress = stage('image check')
  await cache('image check', () => checkImages(files, { signal, onProgress }))
  const input = { ...choice, images: files, sha256: given.sha256, weights }
  const { path, made } = await writeImageFeatures(input, context)
  return { features: { name: `${made.layer} of ${made.network}`, path }, scores, rowIds: ids, made }
}
