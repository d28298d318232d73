import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { access, readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { InputRecord } from './data-files.js'
import type { StudyPackage } from './discover-studies.js'
import type { GivenOptions } from './study-options.js'
import { StudyKitError } from './study-kit-error.js'

/** A file that the user named with an option of the study. */
export interface GivenFile {
  /** Its name without folders, for messages and tables. */
  readonly name: string
  /** Absolute, for what reads files block by block (`openNpy` of core-native). */
  readonly path: string
  readonly bytes: number
  /** Its content; at most 1 GiB. */
  readonly read: () => Promise<Uint8Array>
  /** The others that the same option gave, in their order, where it takes several. */
  readonly more?: readonly GivenFile[]
}

/** Larger files are recorded without a checksum: it would take minutes. */
export const largestHashed = 2 ** 32
const largestRead = 2 ** 30

interface Found {
  readonly option: string
  readonly path: string
  readonly bytes: number
}

/** The files that a run was given by the study's file options, looked for before the study runs. */
export class GivenFiles {
  readonly records: InputRecord[] = []
  readonly #recorded = new Map<Found, InputRecord>()
  private constructor(
    private readonly study: StudyPackage,
    private readonly found: ReadonlyMap<string, readonly Found[]>,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Looks for every file that `options` names.
   * @param cwd the folder that relative paths count from
   * @throws StudyKitError INVALID_ARGUMENT for the first that is no file or cannot be read
   */
  static async find(study: StudyPackage, options: GivenOptions, cwd: string, signal: AbortSignal): Promise<GivenFiles> {
    const found = new Map<string, Found[]>()
    for (const option of study.files)
      for (const text of [options[option] ?? []].flat())
        found.set(option, [...(found.get(option) ?? []), await findFile(option, text, cwd)])
    return new GivenFiles(study, found, signal)
  }

  /** How many files were given. */
  get count(): number {
    return this.found.size
  }

  /**
   * The file of an option, recorded with its checksum; `undefined` when it was not given.
   * @param onProgress of the checksum, 0 to 1
   * @throws StudyKitError INVALID_MANIFEST for an option that package.json does not declare as a file; DATA_MISMATCH from
   *   `read` when the file changed meanwhile; `signal.reason` once aborted
   */
  async file(option: string, onProgress?: (fraction: number) => void): Promise<GivenFile | undefined> {
    if (!this.study.files.includes(option))
      throw new StudyKitError(
        'INVALID_MANIFEST',
        `Expected package.json of ${this.study.name} to declare --${option} as a file`,
      )
    const [first, ...others] = this.found.get(option) ?? []
    if (!first) return undefined
    const more: GivenFile[] = []
    const given = await this.#given(first, onProgress)
    for (const other of others) more.push(await this.#given(other, onProgress))
    return more.length > 0 ? { ...given, more } : given
  }

  async #given(found: Found, onProgress: ((fraction: number) => void) | undefined): Promise<GivenFile> {
    const { path, bytes } = found
    const name = basename(path)
    const record = this.#recorded.get(found) ?? (await this.#record(found, name, onProgress))
    return { name, path, bytes, read: () => readSame(found, record) }
  }

  async #record(found: Found, name: string, onProgress: ((fraction: number) => void) | undefined) {
    const { option, path, bytes } = found
    const sha256 = bytes > largestHashed ? null : await this.#hash(path, bytes, onProgress)
    const record = { name, bytes, sha256, verified: null, licence: 'the user’s own', option }
    this.records.push(record)
    this.#recorded.set(found, record)
    return record
  }

  async #hash(path: string, bytes: number, onProgress: ((fraction: number) => void) | undefined): Promise<string> {
    const hash = createHash('sha256')
    let done = 0
    this.signal.throwIfAborted()
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>) {
      this.signal.throwIfAborted()
      hash.update(chunk)
      onProgress?.(Math.min(1, (done += chunk.length) / bytes))
    }
    return hash.digest('hex')
  }
}

async function findFile(option: string, text: string, cwd: string): Promise<Found> {
  const path = resolve(cwd, text)
  const refuse = (what: string) =>
    new StudyKitError('INVALID_ARGUMENT', `Expected a file for --${option} but received ${text || 'no name'} (${what})`)
  if (text === '' || text.includes('\0')) throw refuse('no path')
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw refuse(error.code === 'ENOENT' ? `nothing is there, seen from ${cwd}` : String(error.code))
  })
  if (!found.isFile()) throw refuse(found.isDirectory() ? 'a folder' : 'no regular file')
  await access(path, constants.R_OK).catch(() => {
    throw refuse('not to be read by this user')
  })
  return { option, path, bytes: found.size }
}

async function readSame({ option, path, bytes }: Found, record: InputRecord): Promise<Uint8Array> {
  if (bytes > largestRead)
    throw new StudyKitError('INVALID_ARGUMENT', `Expected at most 1 GiB for --${option} but received ${bytes} bytes`)
  const content = await readFile(path)
  const sha256 = createHash('sha256').update(content).digest('hex')
  if (sha256 === record.sha256) return content
  throw new StudyKitError('DATA_MISMATCH', `Expected ${record.name} as it was when it was first read but it changed`)
}
