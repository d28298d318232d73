import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dataManifest, type DataManifest } from './data-manifest.js'
import { discoverStudies } from './discover-studies.js'
import { readJson } from './read-json.js'
import { StudyKitError } from './study-kit-error.js'

/** The files of a study, whether its package is there or its data alone are known. */
export interface StudyData {
  readonly study: string
  readonly manifest: DataManifest
}

/** Data of studies whose packages are still to come: each takes its file over as its data.json. */
const waiting = fileURLToPath(new URL('../manifests/', import.meta.url))

/** Every study's data, by name: its package's data.json, else the manifest that waits for the package. */
export async function findManifests(
  name = 'all',
  packages?: string,
  manifests = waiting,
): Promise<readonly StudyData[]> {
  const paths = new Map<string, string>()
  for (const file of await readdir(manifests)) paths.set(file.replace(/\.json$/, ''), join(manifests, file))
  for (const study of await discoverStudies(packages)) paths.set(study.name, join(study.folder, 'data.json'))
  const names = [...paths.keys()].sort().filter((study) => name === 'all' || study === name)
  if (names.length === 0)
    throw new StudyKitError(
      'UNKNOWN_STUDY',
      `Expected all or one of ${[...paths.keys()].sort().join(', ')} for study but received ${name}`,
    )
  return Promise.all(names.map(async (study) => ({ study, manifest: await readJson(paths.get(study)!, dataManifest) })))
}
