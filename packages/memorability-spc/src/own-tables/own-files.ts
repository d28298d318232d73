import type { GivenFile, StudyContext } from '@likeness/study-kit'
import { spcError } from '../spc-error.js'

/** The user's own features and scores: files that were given, or features of images that were. */
export interface OwnFiles {
  /** npy, images x units, float32 or float64. */
  readonly features: Pick<GivenFile, 'name' | 'path'>
  /** CSV with a column of ids and one of scores. */
  readonly scores: GivenFile
  /** Text with the id of each row of the features, one per line. */
  readonly ids?: GivenFile
  /** Id of each row of the features, where they are known without a file; those with a score are the first. */
  readonly rowIds?: readonly string[]
}

/**
 * The files of `--features`, `--scores` and `--ids`, if they were given.
 * @throws SpcError INVALID_ARGUMENT where one is missing that another one needs
 */
export async function ownFiles({ file, stage }: Pick<StudyContext, 'file' | 'stage'>): Promise<OwnFiles | undefined> {
  const scores = await file('scores')
  const ids = await file('ids')
  const features = await file('features', stage('own files'))
  if (features && scores) return { features, scores, ...(ids && { ids }) }
  if (!features && !scores && !ids) return undefined
  const given = Object.entries({ features, scores, ids }).flatMap(([name, one]) => (one ? [`--${name}`] : []))
  throw spcError('INVALID_ARGUMENT', '--features and --scores together', 'own data', `${given.join(' and ')} alone`)
}
