import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { neighbours } from './neighbours.js'
import { StudyKitError } from './study-kit-error.js'

const kind = {
  file: z.object({ file: z.literal(true), several: z.boolean().default(false), about: z.string() }).strict(),
  folder: z
    .object({ folder: z.literal(true), endings: z.array(z.string().regex(/^\.[a-z0-9]+$/)).min(1), about: z.string() })
    .strict(),
  flag: z.object({ flag: z.literal(true), about: z.string() }).strict(),
}

const manifest = z.object({
  name: z.string(),
  version: z.string(),
  likeness: z.object({
    study: z.string(),
    /** Command-line options of the study: name -> description (with its default), or that of a file, a folder or a flag. */
    options: z
      .record(z.string().regex(/^[a-z][a-z-]*$/), z.union([z.string(), kind.file, kind.folder, kind.flag]))
      .default({}),
  }),
})

/** A study package: any package beside study-kit whose package.json has `likeness.study`. */
export interface StudyPackage {
  readonly name: string
  readonly version: string
  readonly folder: string
  /** The compiled module whose default export is the Study. */
  readonly module: string
  /** Description of each option. */
  readonly options: Readonly<Record<string, string>>
  /** Those of them that name a file. */
  readonly files: readonly string[]
  /** Those of them that name a folder, with the endings of the files in it that count. */
  readonly folders: Readonly<Record<string, readonly string[]>>
  /** Those of them that take no value; the study is given 'true'. */
  readonly flags: readonly string[]
  /** Those of these that take several. */
  readonly several: readonly string[]
}

/** All study packages, by name. A neighbour that is no study, or whose package.json cannot be read, is passed over. */
export async function discoverStudies(folder = neighbours): Promise<StudyPackage[]> {
  const names = (await readdir(folder)).sort()
  const found = await Promise.all(names.map((name) => readStudy(join(folder, name), name)))
  return found.filter((study) => study !== undefined)
}

async function readStudy(folder: string, name: string): Promise<StudyPackage | undefined> {
  const json: unknown = await readFile(join(folder, 'package.json'), 'utf8')
    .then(JSON.parse)
    .catch(() => undefined)
  const parsed = manifest.safeParse(json)
  if (!parsed.success) return undefined
  const { version, likeness } = parsed.data
  const declared = Object.entries(likeness.options)
  const options = Object.fromEntries(
    declared.map(([option, text]) => [option, typeof text === 'string' ? text : text.about]),
  )
  const those = (kind: 'file' | 'flag') =>
    declared.flatMap(([option, text]) => (typeof text === 'object' && kind in text ? [option] : []))
  const [files, flags] = [those('file'), those('flag')]
  const several = declared.flatMap(([option, text]) =>
    typeof text === 'object' && 'several' in text && text.several ? [option] : [],
  )
  const folders = Object.fromEntries(
    declared.flatMap(([option, text]) =>
      typeof text === 'object' && 'folder' in text ? [[option, text.endings]] : [],
    ),
  )
  return { name, version, folder, module: join(folder, likeness.study), options, files, several, folders, flags }
}

/** The studies that a name means: one, or `all`. @throws StudyKitError UNKNOWN_STUDY naming those there are */
export async function findStudies(name: string, folder?: string): Promise<StudyPackage[]> {
  const studies = await discoverStudies(folder)
  const chosen = name === 'all' ? studies : studies.filter((study) => study.name === name)
  if (chosen.length > 0) return chosen
  const known = studies.map((study) => study.name).join(', ')
  throw new StudyKitError(
    'UNKNOWN_STUDY',
    `Expected all or one of ${known || '(no study is installed)'} for study but received ${name}`,
  )
}
