import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { StudyKitError } from './study-kit-error.js'
import { writeWhole } from './write-file.js'

/** A file in which long work keeps where it is. */
export interface Checkpoint {
  /** Its content, or `undefined` where there is none. Whoever reads has to check that it is its own. */
  readonly read: () => Promise<Uint8Array | undefined>
  /** Replaces it: whole, or not at all. */
  readonly write: (content: Uint8Array) => Promise<void>
  /** Takes it away; there need not be one. */
  readonly remove: () => Promise<void>
}

/**
 * The checkpoint `<folder>/<name>.checkpoint`.
 * @param name lower-case letters, digits and hyphens
 * @throws StudyKitError INVALID_ARGUMENT for another name
 */
export function checkpointFile(folder: string, name: string): Checkpoint {
  if (!/^[a-z0-9-]+$/.test(name))
    throw new StudyKitError(
      'INVALID_ARGUMENT',
      `Expected letters, digits and hyphens for a checkpoint but received ${name}`,
    )
  const path = join(folder, `${name}.checkpoint`)
  return {
    read: () =>
      readFile(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      }),
    write: (content) => writeWhole(path, content),
    remove: () => rm(path, { force: true }),
  }
}
