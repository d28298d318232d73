import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { StudyKitError } from './study-kit-error.js'
import { writeWhole } from './write-file.js'

/** Where the stages of a run are kept. */
export interface StageFolder {
  readonly folder: string
  /** Whether those of an earlier run are taken; a fresh run only writes. */
  readonly resume: boolean
  /** Of all that decides a run's numbers beside the files that it reads (run-fingerprint.ts). */
  readonly fingerprint: string
}

/** What a stage leaves beside its value. */
export type Notes = Record<string, string>

interface Kept {
  readonly belongs: string
  readonly value: unknown
  readonly notes: Notes
}

/**
 * Keeps what the stages of a run compute, each in a file of its own that is there whole or not at all. A file is taken only
 * by a run of the same fingerprint that has read the same inputs; a damaged one counts as absent.
 */
export class StageCache {
  #inside: string | undefined
  readonly #keys = new Set<string>()
  constructor(
    private readonly place: StageFolder | undefined,
    /** What the run has read so far, with checksums. */
    private readonly inputs: () => unknown,
    /** The run's notes, which a stage may add to. */
    private readonly notes: Notes,
    private readonly warn: (line: string) => void,
  ) {}

  /** @throws StudyKitError INVALID_RESULT within a kept stage: when it is taken from disk, nothing would be read */
  readingOf(name: string): void {
    if (this.#inside !== undefined)
      throw invalid(`${name} to be read outside the cached stage`, `a call within ${JSON.stringify(this.#inside)}`)
  }

  /**
   * The value of a stage, from disk or computed.
   * @throws StudyKitError INVALID_RESULT for a key that came before, a stage in a stage, or a value that is not plain data
   */
  async cache<T>(key: string, make: () => T | Promise<T>): Promise<T> {
    if (this.#keys.has(key)) throw invalid('another key for each cached stage', `${JSON.stringify(key)} again`)
    this.readingOf(`the cached stage ${JSON.stringify(key)}`)
    this.#keys.add(key)
    const belongs = this.#belongs(key)
    const kept = this.place?.resume ? await this.#read(key, belongs) : undefined
    if (kept) {
      Object.assign(this.notes, kept.notes)
      return kept.value as T
    }
    const before = { ...this.notes }
    this.#inside = key
    try {
      const value = await make()
      const notes = Object.entries(this.notes).filter(([name, text]) => before[name] !== text)
      await this.#write(key, { belongs, value, notes: Object.fromEntries(notes) })
      return value
    } finally {
      this.#inside = undefined
    }
  }

  #path = (key: string) => join(this.place!.folder, `${sha256(key).slice(0, 16)}.stage`)

  #belongs(key: string): string {
    return sha256(JSON.stringify([this.place?.fingerprint, key, this.inputs()]))
  }

  async #read(key: string, belongs: string): Promise<Kept | undefined> {
    try {
      const bytes = await readFile(this.#path(key))
      const content = bytes.subarray(32)
      if (!createHash('sha256').update(content).digest().equals(bytes.subarray(0, 32))) return undefined
      const kept = deserialize(content) as Kept
      return kept.belongs === belongs ? kept : undefined
    } catch {
      return undefined
    }
  }

  async #write(key: string, kept: Kept): Promise<void> {
    if (!this.place) return
    const content = serialized(key, kept)
    const sum = createHash('sha256').update(content).digest()
    // The run itself can do without.
    await writeWhole(this.#path(key), Buffer.concat([sum, content])).catch((error: NodeJS.ErrnoException) =>
      this.warn(`the stage ${key} is not kept for --resume (${error.code ?? error.message})`),
    )
  }
}

function serialized(key: string, kept: Kept): Buffer {
  try {
    return serialize(kept)
  } catch (error) {
    throw invalid(`plain data from the cached stage ${JSON.stringify(key)}`, (error as Error).message)
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const invalid = (what: string, received: string) =>
  new StudyKitError('INVALID_RESULT', `Expected ${what} but received ${received}`)
