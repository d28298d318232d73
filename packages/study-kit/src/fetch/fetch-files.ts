import { rm } from 'node:fs/promises'
import type { DataManifest } from '../data-manifest.js'
import { archivePath, fetchFile, type Fetched, type Place } from './fetch-file.js'
import { systemNetwork, type Network } from './network.js'

/** How a manifest's files are fetched. */
export interface FetchOptions {
  /** The data folder; nothing outside it is written. */
  readonly folder: string
  readonly signal: AbortSignal
  /** Files that the study can do without, too. */
  readonly optional?: boolean | undefined
  readonly record?: boolean | undefined
  readonly replace?: boolean | undefined
  /** Bytes of one file that are there, and how many there will be, where that is known. */
  readonly onBytes?: (name: string, done: number, total: number | undefined) => void
  readonly network?: Network | undefined
}

/**
 * Fetches what a manifest lists and the folder lacks, one file after another; one that fails leaves the others alone.
 * @returns what became of each, in the manifest's order
 * @throws `signal.reason` once aborted: parts stay, for the next fetch to go on with
 */
export async function fetchFiles({ files }: DataManifest, options: FetchOptions): Promise<Fetched[]> {
  const { folder, signal, onBytes, record = false, replace = false, network = systemNetwork() } = options
  const archives = new Set<string>()
  const place: Omit<Place, 'onBytes'> = { folder, signal, record, replace, archives, network }
  const fetched: Fetched[] = []
  try {
    for (const file of files.filter((one) => options.optional || !one.optional))
      fetched.push(
        await fetchFile(file, { ...place, onBytes: (done, total) => onBytes?.(file.name, done, total) }).catch(
          (error: Error) => {
            signal.throwIfAborted()
            return { name: file.name, state: 'failed' as const, problem: error.message.split('\n')[0]! }
          },
        ),
      )
  } finally {
    for (const address of archives) await rm(await archivePath(folder, address), { force: true })
    if (!options.network) await network.dispatcher.destroy()
  }
  return fetched
}
