import { constants, createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import type { DataEntry } from '../data-manifest.js'
import { mismatch } from './fault.js'

const mostEntries = 100_000
const fileType = 0o170000
const regularFile = 0o100000
const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants

/**
 * Writes the file that an archive holds, and nothing else of it: its other members and its names decide no path.
 * @param most bytes that it may expand to
 * @throws StudyKitError DATA_MISMATCH for an archive that is damaged, hostile, expands further, or lacks the member; the target
 *   is then of no use; `signal.reason` once aborted
 */
export async function unpack(
  path: string,
  archive: NonNullable<DataEntry['archive']>,
  target: string,
  most: number,
  signal: AbortSignal,
): Promise<void> {
  const what = archive.format === 'zip' ? `${archive.member} of the zip archive` : 'the gzip archive'
  try {
    if (archive.format === 'gzip')
      return await expand(createReadStream(path).pipe(createGunzip()), target, most, signal)
    const zip = await openPromise(path, { autoClose: false, validateEntrySizes: true, strictFileNames: true })
    try {
      const entry = await memberOf(zip, archive.member!)
      if (entry.uncompressedSize > most)
        throw mismatch(`Expected at most ${most} bytes for ${what} but it announces ${entry.uncompressedSize}`)
      await expand(await zip.openReadStreamPromise(entry), target, most, signal)
    } finally {
      zip.close()
    }
  } catch (error) {
    signal.throwIfAborted()
    const { code, message } = error as NodeJS.ErrnoException
    // The disk's own troubles are no fault of the archive.
    if (code === 'DATA_MISMATCH' || code === 'ENOSPC' || code === 'EACCES' || code === 'ELOOP') throw error
    throw mismatch(`Expected ${what} but received a damaged one (${message})`)
  }
}

/** The one entry of a name. Any name in the archive that would lead out of a folder refuses the whole (yauzl). */
async function memberOf(zip: ZipFile, name: string): Promise<Entry> {
  if (zip.entryCount > mostEntries)
    throw mismatch(`Expected at most ${mostEntries} members of the zip archive but received ${zip.entryCount}`)
  const found: Entry[] = []
  for await (const entry of zip.eachEntry()) if (entry.fileName === name) found.push(entry)
  const [entry] = found
  const refuse = (what: string) => mismatch(`Expected ${name} in the zip archive but received ${what}`)
  if (!entry) throw refuse('none')
  if (found.length > 1) throw refuse(`${found.length} of that name`)
  if (entry.isEncrypted()) throw refuse('one that is encrypted')
  // Upper half: the mode, where the archive was made on a system that has it.
  const mode = (entry.externalFileAttributes >>> 16) & fileType
  if (mode !== 0 && mode !== regularFile) throw refuse('one that is no regular file (a link or a folder)')
  return entry
}

async function expand(from: Readable, target: string, most: number, signal: AbortSignal): Promise<void> {
  let done = 0
  const limit = new Transform({
    transform(chunk: Buffer, _, next) {
      done += chunk.length
      if (done > most) next(mismatch(`Expected at most ${most} bytes in the archive but it expands further`))
      else next(null, chunk)
    },
  })
  const handle = await open(target, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o644)
  await pipeline(from, limit, handle.createWriteStream({ flush: true }), { signal })
}
