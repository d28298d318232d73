import { basename } from 'node:path'
import type { InputRecord } from './data-files.js'
import type { StudyPackage } from './discover-studies.js'
import { contentHash, folderSum, listFolderOption, type ListedFolder } from './folder-listing.js'
import type { GivenOptions } from './study-options.js'
import { StudyKitError } from './study-kit-error.js'

/** A file of a folder that the user named. */
export interface FolderFile {
  readonly name: string
  readonly bytes: number
  /** Its content, which must be what was recorded. @throws StudyKitError DATA_MISMATCH where it changed since */
  readonly read: () => Promise<Uint8Array>
}

/** A folder that the user named with an option of the study. */
export interface GivenFolder {
  /** Its name without the folders above it. */
  readonly name: string
  /** Its files of the endings that the option wants, in byte order of their names. */
  readonly files: readonly FolderFile[]
  /** Of all names and contents. */
  readonly sha256: string
}

/** The folders that a run was given by the study's folder options, listed before the study runs. */
export class GivenFolders {
  readonly records: InputRecord[] = []
  readonly #given = new Map<string, GivenFolder>()
  private constructor(
    private readonly study: StudyPackage,
    private readonly found: ReadonlyMap<string, ListedFolder>,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Lists every folder that `options` names.
   * @param cwd the folder that relative paths count from
   * @throws StudyKitError INVALID_ARGUMENT as `listFolderOption`
   */
  static async find(
    study: StudyPackage,
    options: GivenOptions,
    cwd: string,
    signal: AbortSignal,
  ): Promise<GivenFolders> {
    const found = new Map<string, ListedFolder>()
    for (const [option, endings] of Object.entries(study.folders))
      if (typeof options[option] === 'string')
        found.set(option, await listFolderOption(option, options[option], cwd, endings))
    return new GivenFolders(study, found, signal)
  }

  /** How many folders were given. */
  get count(): number {
    return this.found.size
  }

  /**
   * The folder of an option, recorded with the number of its files and one checksum of them all; `undefined` when it was not
   * given.
   * @param onProgress of the checksum, 0 to 1
   * @throws StudyKitError INVALID_MANIFEST for an option that package.json does not declare as a folder; `signal.reason` once
   *   aborted
   */
  async folder(option: string, onProgress?: (fraction: number) => void): Promise<GivenFolder | undefined> {
    if (!Object.hasOwn(this.study.folders, option))
      throw new StudyKitError(
        'INVALID_MANIFEST',
        `Expected package.json of ${this.study.name} to declare --${option} as a folder`,
      )
    const listed = this.found.get(option)
    if (!listed) return undefined
    const before = this.#given.get(option)
    if (before) return before
    const given = await this.#record(option, listed, onProgress)
    this.#given.set(option, given)
    return given
  }

  async #record(option: string, { path, files }: ListedFolder, onProgress?: (fraction: number) => void) {
    const { sha256, each } = await folderSum(files, this.signal, onProgress)
    const name = basename(path) || path
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    this.records.push({
      ...{ name, bytes, sha256, verified: null, licence: 'the user’s own', option },
      files: files.length,
    })
    const read = async (k: number) => {
      const { content, sha256: found } = await contentHash(files[k]!)
      if (found === each[k]) return content
      const what = `${files[k]!.name} of --${option}`
      throw new StudyKitError('DATA_MISMATCH', `Expected ${what} as it was when it was first read but it changed`)
    }
    return {
      name,
      sha256,
      files: files.map((file, k) => ({ name: file.name, bytes: file.bytes, read: () => read(k) })),
    }
  }
}
