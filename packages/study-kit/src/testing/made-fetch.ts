import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { onTestFinished } from 'vitest'
import { Agent } from 'undici'
import { dataManifest, type DataEntry } from '../data-manifest.js'
import { fetchFiles, type FetchOptions } from '../fetch/fetch-files.js'
import type { Network } from '../fetch/network.js'

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Bytes that no two places of it share. */
export const madeBytes = (length: number) => Uint8Array.from({ length }, (_, k) => (k * 7 + (k >> 8) * 13) & 255)

/** A line of the manifest for some content at an address. */
export function entryOf(content: Uint8Array, download: string, changes: object = {}): DataEntry {
  const identity = { bytes: content.length, sha256: sha256(content) }
  const entry = { name: 'set/file.bin', url: 'https://example.org/page', licence: 'CC0', ...identity, download }
  return dataManifest.parse({ files: [{ ...entry, ...changes }] }).files[0]!
}

/** A line for content that nobody published a checksum of. */
export const unpinnedEntry = (download: string, changes: object = {}) =>
  entryOf(new Uint8Array(1), download, {
    ...{ bytes: undefined, sha256: undefined, unpinned: { why: 'nobody has published one', most: 100_000 } },
    ...changes,
  })

/** A network without waiting; `pauses` are what it was asked to sleep. */
export function madeNetwork(changes: Partial<Network> = {}): Network & { readonly pauses: number[] } {
  const pauses: number[] = []
  const dispatcher = new Agent()
  onTestFinished(() => dispatcher.destroy())
  const sleep = (ms: number) => Promise.resolve(void pauses.push(ms))
  // Long: a busy machine is no stalled server.
  const limits = { headersTimeout: 60_000, bodyTimeout: 60_000, retries: 3 }
  return { dispatcher, ...limits, sleep, random: () => 0.5, now: () => 1_000_000, pauses, ...changes }
}

/** Fetches one line of a manifest. */
export async function fetchOne(entry: DataEntry, folder: string, changes: Partial<FetchOptions> = {}) {
  const options = { folder, signal: new AbortController().signal, network: madeNetwork(), ...changes }
  return (await fetchFiles({ files: [entry] }, options))[0]!
}

/** All files below a folder, as sorted relative paths. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory())
  return files.map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1)).sort()
}
