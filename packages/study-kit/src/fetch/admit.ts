import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { contentOf } from '../data-files.js'
import type { DataEntry } from '../data-manifest.js'
import { mismatch } from './fault.js'

/** What a file is. */
export interface Identity {
  readonly bytes: number
  readonly sha256: string
}

/** Size and checksum of a file's content: of a gzip file those of what it holds. @throws as contentOf does */
export async function identify(file: DataEntry, path: string): Promise<Identity> {
  const hash = createHash('sha256')
  if (file.content === 'gzip') {
    const content = contentOf(file, await readFile(path))
    return { bytes: content.length, sha256: hash.update(content).digest('hex') }
  }
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>)
    hash.update(chunk)
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') }
}

/** @throws StudyKitError DATA_MISMATCH naming both sizes or both checksums */
export function compare(name: string, found: Identity, expected: Identity): void {
  if (found.bytes !== expected.bytes)
    throw mismatch(`Expected ${expected.bytes} bytes for ${name} but received ${found.bytes}`)
  if (found.sha256 !== expected.sha256)
    throw mismatch(`Expected sha256 ${expected.sha256} for ${name} but received ${found.sha256}`)
}

/** Makes a checked part visible under its name, at once and for good. */
export async function publish(part: string, target: string): Promise<void> {
  await flush(part)
  await rename(part, target)
  await flush(dirname(target))
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  // Some file systems cannot do it for folders.
  await handle.sync().catch(() => {})
  await handle.close()
}
