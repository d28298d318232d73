import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { gunzip } from '@likeness/io'
import type { DataEntry, DataManifest } from './data-manifest.js'
import { readPins } from './pins.js'
import { StudyKitError } from './study-kit-error.js'

/** A file that was read, for results.json. */
export interface InputRecord {
  readonly name: string
  readonly bytes: number
  /** null: too large to be hashed. */
  readonly sha256: string | null
  /** Whether it is what the manifest lists; null: it lists none, as the user gave the file. */
  readonly verified: boolean | null
  readonly licence: string
  /** Of a folder: how many files. `bytes` is their sum, `sha256` one of their names and contents. */
  readonly files?: number
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
    const expected = file.unpinned ? (await readPins(this.folder!))[name] : file
    const same = sha256 === expected?.sha256
    if (!same && !this.acceptUnverified)
      throw new StudyKitError(
        'DATA_MISMATCH',
        `Expected ${expected ? `sha256 ${expected.sha256}` : 'a recorded sha256'} for ${name} but received ${sha256} ` +
          `(${bytes.length} bytes, expected ${expected?.bytes ?? 'none: likeness fetch --record notes it'}): ` +
          `get it anew from ${file.url}, or go on at your own risk with --unverified-inputs`,
      )
    // A pin says only that the file did not change since: the manifest lists nothing.
    const verified = same && file.unpinned ? null : same
    if (!this.records.some((record) => record.name === name))
      this.records.push({ name, bytes: bytes.length, sha256, verified, licence: file.licence })
    return bytes
  }

  async #content(file: DataEntry): Promise<Uint8Array> {
    return contentOf(file, await readFile(await this.#find(file)))
  }

  async #find(file: DataEntry): Promise<string> {
    if (!this.folder)
      throw new StudyKitError(
        'DATA_MISSING',
        `Expected LIKENESS_DATA_DIR to name the folder of the real data (${file.name} from ${file.url}) but it is not set`,
      )
    const path = await findFile(file, this.folder)
    if (path) return path
    throw new StudyKitError(
      'DATA_MISSING',
      `Expected ${file.name} in ${this.folder} but it is not there: get it from ${file.url} (${file.licence})`,
    )
  }
}

/** Where a file lies below the folder; undefined: nowhere. A gzip file may lie there decompressed, without `.gz`. */
export async function findFile(file: DataEntry, folder: string): Promise<string | undefined> {
  const names = file.content === 'gzip' ? [file.name, file.name.replace(/\.gz$/, '')] : [file.name]
  for (const name of names) {
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (found?.isFile()) return join(folder, name)
  }
  return undefined
}

/**
 * What the manifest's checksum is of: the bytes, decompressed where it says gzip and they are.
 * @throws StudyKitError DATA_MISMATCH for a damaged gzip file
 */
export function contentOf(file: DataEntry, bytes: Uint8Array): Uint8Array {
  if (file.content !== 'gzip' || bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    // Other content of about this size gets as far as its checksum; a gzip bomb is not inflated.
    return gunzip(bytes, { limit: file.bytes! * 2, name: file.name })
  } catch (cause) {
    throw new StudyKitError('DATA_MISMATCH', `${(cause as Error).message}: get it anew from ${file.url}`, { cause })
  }
}

/** The folder of the real data: LIKENESS_DATA_DIR, a relative value counted from the project's root. */
export function dataFolder(root: string): string | undefined {
  const value = process.env['LIKENESS_DATA_DIR']
  return value ? resolve(root, value) : undefined
}
