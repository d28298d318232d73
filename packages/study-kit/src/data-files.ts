import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { gunzip } from '@likeness/io'
import { z } from 'zod'
import { StudyKitError } from './study-kit-error.js'
import { webUrl } from './web-url.js'

// Windows reads a backslash as a separator too, and C:name as an absolute path.
const staysInside = (name: string) =>
  !/[\\:\0]/.test(name) && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')

const entry = z.object({
  name: z.string().refine(staysInside, 'Expected a path inside the data folder'),
  /** Page or file from which a person can get it. */
  url: webUrl,
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
  /** null: too large to be hashed. */
  readonly sha256: string | null
  /** Whether it is what the manifest lists; null: it lists none, as the user gave the file. */
  readonly verified: boolean | null
  readonly licence: string
  /** The option that the user gave it with. */
  readonly option?: string
}

/** Reads the files of a manifest below a folder and keeps one record of each. */
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
   *   (with both checksums, unless unverified inputs are accepted: the record then says so; or a damaged gzip file)
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
    if (!this.records.some((record) => record.name === name))
      this.records.push({ name, bytes: bytes.length, sha256, verified, licence: file.licence })
    return bytes
  }

  async #content(file: DataManifest['files'][number]): Promise<Uint8Array> {
    const path = await this.#find(file)
    const bytes = await readFile(path)
    if (file.content !== 'gzip' || bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
    try {
      // Other content of about this size gets as far as its checksum; a gzip bomb is not inflated.
      return gunzip(bytes, { limit: file.bytes * 2, name: file.name })
    } catch (cause) {
      throw new StudyKitError('DATA_MISMATCH', `${(cause as Error).message}: get it anew from ${file.url}`, { cause })
    }
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
