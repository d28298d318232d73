import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { contentOf, findFile } from '../data-files.js'
import type { DataManifest } from '../data-manifest.js'
import { folderSum, listFolderOption } from '../folder-listing.js'
import type { Results } from '../results.js'

/** An input that is not what the results were computed from. */
export interface ChangedInput {
  readonly name: string
  readonly recorded: string
  /** null: no such file is there. */
  readonly found: string | null
  /** Where it comes from. */
  readonly url?: string
}

/** Where the user's own files and folders are now. */
export interface GivenPaths {
  /** By option, in the order of the records. */
  readonly paths: Readonly<Record<string, readonly string[]>>
  /** The options that name a folder, with the endings of the files in it that count. */
  readonly folders: Readonly<Record<string, readonly string[]>>
}

/**
 * The recorded inputs that are other files now, or gone; those without a checksum (above 4 GiB) are passed over.
 */
export async function changedInputs(
  { inputs }: Pick<Results, 'inputs'>,
  manifest: DataManifest,
  folder: string | undefined,
  given: GivenPaths,
): Promise<ChangedInput[]> {
  const changed: ChangedInput[] = []
  const seen: Record<string, number> = {}
  for (const { name, option, sha256: recorded } of inputs) {
    const place = option === undefined ? 0 : (seen[option] = (seen[option] ?? -1) + 1)
    if (recorded === null) continue
    const file = manifest.files.find((one) => one.name === name)
    const path = option === undefined ? file && folder && (await findFile(file, folder)) : given.paths[option]?.[place]
    const endings = option === undefined ? undefined : given.folders[option]
    const found = path ? await hashOf(path, option === undefined ? file : undefined, endings) : null
    if (found !== recorded) changed.push({ name, recorded, found, ...(file && { url: file.url }) })
  }
  return changed
}

async function hashOf(
  path: string,
  file: DataManifest['files'][number] | undefined,
  endings: readonly string[] | undefined,
): Promise<string | null> {
  if (endings) return folderHash(path, endings)
  const hash = createHash('sha256')
  try {
    if (file?.content === 'gzip') return hash.update(contentOf(file, await readFile(path))).digest('hex')
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>)
      hash.update(chunk)
    return hash.digest('hex')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** null: no such folder, or none of such files in it. */
async function folderHash(path: string, endings: readonly string[]): Promise<string | null> {
  const listed = await listFolderOption('', path, '/', endings).catch(() => undefined)
  return listed ? (await folderSum(listed.files)).sha256 : null
}
