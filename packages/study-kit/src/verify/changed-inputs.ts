import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { contentOf, findFile } from '../data-files.js'
import type { DataManifest } from '../data-manifest.js'
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

/**
 * The recorded inputs that are other files now, or gone; those without a checksum (above 4 GiB) are passed over.
 * @param given paths of the user's own files by option, in the order of the records
 */
export async function changedInputs(
  { inputs }: Pick<Results, 'inputs'>,
  manifest: DataManifest,
  folder: string | undefined,
  given: Readonly<Record<string, readonly string[]>>,
): Promise<ChangedInput[]> {
  const changed: ChangedInput[] = []
  const seen: Record<string, number> = {}
  for (const { name, option, sha256: recorded } of inputs) {
    const place = option === undefined ? 0 : (seen[option] = (seen[option] ?? -1) + 1)
    if (recorded === null) continue
    const file = manifest.files.find((one) => one.name === name)
    const path = option === undefined ? file && folder && (await findFile(file, folder)) : given[option]?.[place]
    const found = path ? await hashOf(path, option === undefined ? file : undefined) : null
    if (found !== recorded) changed.push({ name, recorded, found, ...(file && { url: file.url }) })
  }
  return changed
}

async function hashOf(path: string, file: DataManifest['files'][number] | undefined): Promise<string | null> {
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
