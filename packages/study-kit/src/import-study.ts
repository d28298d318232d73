import { pathToFileURL } from 'node:url'
import type { StudyPackage } from './discover-studies.js'
import type { Study } from './study.js'
import { StudyKitError } from './study-kit-error.js'

/** The study of a package. @throws StudyKitError INVALID_MANIFEST when its module has none as default export */
export async function importStudy({ module }: Pick<StudyPackage, 'module'>): Promise<Study> {
  const imported = (await import(pathToFileURL(module).href)) as { default?: Partial<Study> }
  if (typeof imported.default?.run === 'function' && typeof imported.default.parseOptions === 'function')
    return imported.default as Study
  throw new StudyKitError('INVALID_MANIFEST', `Expected a study as default export of ${module}`)
}
