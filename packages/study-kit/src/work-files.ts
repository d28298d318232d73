import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StudyKitError } from './study-kit-error.js'

/**
 * Places for large files of a run: in the folder of its kept stages, where a run that goes on finds them, or else in a temporary
 * one that goes with the run.
 */
export class WorkFiles {
  #temporary: Promise<string> | undefined
  constructor(private readonly folder: string | undefined) {}

  /**
   * The path of the work file `name`; its folder is there.
   * @param name letters, digits, hyphens and dots
   * @throws StudyKitError INVALID_ARGUMENT for another name
   */
  async path(name: string): Promise<string> {
    if (!/^\w[\w.-]*$/.test(name))
      throw new StudyKitError(
        'INVALID_ARGUMENT',
        `Expected letters, digits, hyphens and dots for a work file but received ${name}`,
      )
    if (this.folder !== undefined) {
      await mkdir(this.folder, { recursive: true })
      return join(this.folder, name)
    }
    return join(await (this.#temporary ??= mkdtemp(join(tmpdir(), 'likeness-'))), name)
  }

  /** Takes the temporary folder away. */
  async close(): Promise<void> {
    if (this.#temporary) await rm(await this.#temporary, { recursive: true, force: true })
  }
}
