import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findStudies, type StudyPackage } from '../discover-studies.js'
import { temporaryFolder } from './temporary-folder.js'

/** Parts of a made study package; `run` is the body of `async (options, context) => { … }`. */
export interface MadeStudy {
  readonly run?: string
  readonly module?: string
  readonly data?: unknown
  readonly replication?: unknown
  readonly options?: Record<
    string,
    | string
    | { file: true; about: string }
    | { flag: true; about: string }
    | { folder: true; endings: readonly string[]; about: string }
  >
}

/** The body of a result in which nothing stands but what is given. */
export const resultText = (parts = '') =>
  `({ values: {}, numbers: [], figures: [], answers: [], methods: [], citations: [], notReplicated: [], ${parts} })`

const moduleText = (run: string) => `export default {
  title: 'A made study', question: 'Is it so?', dataNotes: { sample: 'Made.', real: 'Measured.' },
  parseOptions: (raw) => ({ digit: Number(raw.digit ?? 8) }),
  run: async (options, { data, seed, threads, device, signal, read, file, folder, workFile, stage, note, checkpoint, cache }) => { ${run} },
}`

/** Writes a study package called `made` into a folder of its own: plain JavaScript, as its compiled form would be. */
export async function madeStudy({ run, module, data, replication, options = {} }: MadeStudy): Promise<StudyPackage> {
  const packages = await temporaryFolder()
  const folder = join(packages, 'made')
  await mkdir(folder)
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  const files = {
    'package.json': { name: 'made', version: '1.2.3', type: 'module', likeness: { study: './study.js', options } },
    'data.json': data ?? { files: [] },
    'replication.json': replication ?? { real: [], sample: [] },
    'study.js': module ?? moduleText(run ?? `return ${resultText()}`),
  }
  for (const [name, value] of Object.entries(files)) await writeFile(join(folder, name), text(value))
  return (await findStudies('made', packages))[0]!
}
