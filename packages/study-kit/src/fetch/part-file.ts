import { constants, type Stats } from 'node:fs'
import { open, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises'
import { z } from 'zod'
import { lasting } from './fault.js'

const memory = z.object({ address: z.string(), validator: z.string().optional() })
type Memory = z.infer<typeof memory>

// A link that somebody laid at this name must not lead the bytes elsewhere.
const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW

/** The bytes of a download that are there so far, beside the place where the whole file will stand: `<path>.part`. */
export class PartFile {
  #size: number
  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    stats: Stats,
    private remembered: Memory | undefined,
  ) {
    this.#size = remembered ? stats.size : 0
  }

  /**
   * Opens what an earlier fetch of the same address left, or an empty part.
   * @param path of the part itself
   */
  static async open(path: string, address: string): Promise<PartFile> {
    const handle = await open(path, flags, 0o644).catch((error: NodeJS.ErrnoException) => {
      throw lasting(`Expected to write ${path} but it cannot be (${error.code})`, error)
    })
    const known = await readFile(`${path}.json`, 'utf8')
      .then((text) => memory.parse(JSON.parse(text)))
      .catch(() => undefined)
    return new PartFile(path, handle, await handle.stat(), known?.address === address ? known : undefined)
  }

  /** Bytes that are there. */
  get size(): number {
    return this.#size
  }

  /** ETag or date of the version that the bytes are of, for If-Range; undefined: the server gave none. */
  get validator(): string | undefined {
    return this.remembered?.validator
  }

  /** Begins anew: nothing of what was there is kept. */
  async restart(): Promise<void> {
    await this.handle.truncate(0)
    this.#size = 0
    this.remembered = undefined
    await rm(`${this.path}.json`, { force: true })
  }

  /** Notes which version of which address is being written, before its first byte is. */
  async remember(address: string, validator: string | undefined): Promise<void> {
    if (this.remembered?.address === address && this.remembered.validator === validator) return
    if (this.#size === 0) await this.handle.truncate(0)
    this.remembered = { address, ...(validator && { validator }) }
    await writeFile(`${this.path}.json`, JSON.stringify(this.remembered))
  }

  async append(chunk: Uint8Array): Promise<void> {
    let done = 0
    while (done < chunk.length) {
      const { bytesWritten } = await this.handle.write(chunk, done, chunk.length - done, this.#size)
      done += bytesWritten
      this.#size += bytesWritten
    }
  }

  async close(): Promise<void> {
    await this.handle.close()
  }

  /** Takes it away, after `close`. */
  async remove(): Promise<void> {
    await rm(this.path, { force: true })
    await this.forget()
  }

  /** Takes away what `remember` noted: the part is no part any more. */
  async forget(): Promise<void> {
    await rm(`${this.path}.json`, { force: true })
  }
}
