import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { gunzip } from '@likeness/io'
import { z } from 'zod'
import { StudyKitError } from './study-kit-error.js'

const entry = z.object({
  name: z
    .string()
    .refine((name) => !isAbsolute(name) && !relative('.', name).startsWith('..'), 'a path inside the data folder'),
  /** Page or file from which a person can get it. */
  url: z.url(),
  licence: z.string(),
  bytes: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** gzip: `bytes` and `sha256` are those of the decompressed content (mirrors differ in the gzip header). */
  content: z.enum(['file', 'gzip']).default('file'),
})

/** data.json: each file that a study reads, with what it must be. */
export const dataManifest = z.object({ files: z.array(entry) })

export type DataManifest = z.infer<typeof dataManifest>

/** A file that was read, for results.json. */
export interface InputRecord {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly verified: boolean
  readonly licence: string
}

/** Reads the files of a manifest below a folder and keeps a record of each. */
export class DataFiles {
  readonly records: InputRecord[] = []
  constructor(
    readonly manifest: DataManifest,
    readonly folder: string | undefined,
    readonly acceptUnverified: boolean,
  ) {}

  /**
   * The bytes of a file (decompressed where the manifest says gzip).
   * @throws StudyKitError INVALID_MANIFEST (a name it does not list), DATA_MISSING (with where to get it), DATA_MISMATCH
   *   (with both checksums; not when unverified inputs are accepted: the record then says so)
   */
  async read(name: string): Promise<Uint8Array> {
    const file = this.manifest.files.find((f) => f.name === name)
    if (!file) throw new StudyKitError('INVALID_MANIFEST', `Expected data.json to list ${name}`)
    const bytes = await this.#content(file)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const verified = sha256 === file.sha256
    if (!verified && !this.acceptUnverified)
      throw new StudyKitError(
        'DATA_MISMATCH',
        `Expected sha256 ${file.sha256} for ${name} but received ${sha256} (${bytes.length} bytes, expected ${file.bytes}): ` +
          `get it anew from ${file.url}, or go on at your own risk with --unverified-inputs`,
      )
    this.records.push({ name, bytes: bytes.length, sha256, verified, licence: file.licence })
    return bytes
  }

  async #content(file: DataManifest['files'][number]): Promise<Uint8Array> {
    const path = await this.#find(file)
    const bytes = await readFile(path)
    const zipped = file.content === 'gzip' && bytes[0] === 0x1f && bytes[1] === 0x8b
    // One byte more than expected is enough to see that the content is another.
    return zipped ? gunzip(bytes, { limit: file.bytes * 2 + 1 }) : bytes
  }

  async #find(file: DataManifest['files'][number]): Promise<string> {
    if (!this.folder)
      throw new StudyKitError(
        'DATA_MISSING',
        `Expected LIKENESS_DATA_DIR to name the folder of the real data (${file.name} from ${file.url}) but it is not set`,
      )
    const names = file.content === 'gzip' ? [file.name, file.name.replace(/\.gz$/, '')] : [file.name]
    for (const name of names) {
      const found = await stat(join(this.folder, name)).catch(() => undefined)
      if (found?.isFile()) return join(this.folder, name)
    }
    throw new StudyKitError(
      'DATA_MISSING',
      `Expected ${file.name} in ${this.folder} but it is not there: get it from ${file.url} (${file.licence})`,
    )
  }
}

/** The folder of the real data: LIKENESS_DATA_DIR, a relative value counted from the project's root. */
export function dataFolder(root: string): string | undefined {
  const value = process.env['LIKENESS_DATA_DIR']
  return value ? resolve(root, value) : undefined
}
