import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { findFile } from '../data-files.js'
import type { DataEntry } from '../data-manifest.js'
import { readPins, recordPin } from '../pins.js'
import { compare, identify, publish, type Identity } from './admit.js'
import { lasting } from './fault.js'
import { locked } from './lock.js'
import type { Network } from './network.js'
import { PartFile } from './part-file.js'
import { targetBelow } from './target.js'
import { transfer, type Wanted, type Watch } from './transfer.js'
import { unpack } from './unpack.js'

/** What became of a file. */
export interface Fetched {
  readonly name: string
  /** by-hand: nothing can be fetched; unpinned: nobody said what it must be, and `record` was not asked for. */
  readonly state: 'present' | 'fetched' | 'by-hand' | 'unpinned' | 'failed'
  /** Why it is not there, in one line. */
  readonly problem?: string
  /** What is there now. */
  readonly identity?: Identity
}

/** What a fetch of one file stands in. */
export interface Place extends Watch {
  readonly folder: string
  readonly network: Network
  /** Whether a file without a known checksum is taken as it comes, and recorded. */
  readonly record: boolean
  /** Addresses of archives that were fetched whole in this run, and still lie there. */
  readonly archives: Set<string>
  /** Whether a file that is there, and is another one, is replaced. */
  readonly replace: boolean
}

/**
 * Sees to it that a file of the manifest lies in the folder, and is what it must be.
 * @throws StudyKitError FETCH_FAILED or DATA_MISMATCH (nothing is visible that was not before); `signal.reason` once aborted
 */
export async function fetchFile(file: DataEntry, place: Place): Promise<Fetched> {
  const { name } = file
  const expected = await expectedOf(file, place.folder)
  const found = await findFile(file, place.folder)
  if (found) {
    const identity = await identify(file, found)
    if (!expected) return unpinned(file, place, identity)
    if (same(identity, expected)) return { name, state: 'present', identity }
    if (!place.replace || !file.download)
      throw lasting(`Expected sha256 ${expected.sha256} for ${found} but received ${identity.sha256}: move it away, or --replace it`) // prettier-ignore
  }
  if (!file.download) return { name, state: 'by-hand', problem: `${file.byHand ?? 'no address of the file itself is known'}: ${file.url}` } // prettier-ignore
  if (!expected && !place.record)
    return { name, state: 'unpinned', problem: `${file.unpinned!.why}; --record takes it as it comes` }
  const target = await targetBelow(place.folder, name)
  return locked(`${target}.lock`, async () => {
    const identity = await bring(file, target, expected, place)
    if (!expected) await pin(file, place, identity)
    return { name, state: 'fetched', identity }
  })
}

const same = (a: Identity, b: Identity) => a.bytes === b.bytes && a.sha256 === b.sha256

async function expectedOf(file: DataEntry, folder: string): Promise<Identity | undefined> {
  if (!file.unpinned) return { bytes: file.bytes!, sha256: file.sha256! }
  const pins = await readPins(folder)
  return Object.hasOwn(pins, file.name) ? pins[file.name] : undefined
}

// A file that a person laid there is recorded like one that was fetched, when that is asked for.
async function unpinned(file: DataEntry, place: Place, identity: Identity): Promise<Fetched> {
  const { name } = file
  if (!place.record) return { name, state: 'unpinned', problem: `${file.unpinned!.why}; --record notes the one that is there` } // prettier-ignore
  await pin(file, place, identity)
  return { name, state: 'present', identity }
}

const pin = (file: DataEntry, { folder, network }: Place, identity: Identity) =>
  recordPin(folder, file.name, {
    ...identity,
    from: file.download ?? file.url,
    recorded: new Date(network.now()).toISOString(),
  })

async function bring(file: DataEntry, target: string, expected: Identity | undefined, place: Place): Promise<Identity> {
  const wanted = wantedOf(file, expected)
  const unpacked = `${target}.part`
  if (!file.archive) return downloadAndCheck(unpacked, wanted, () => admit(file, unpacked, target, expected), place)
  const path = await archivePath(place.folder, wanted.address)
  return locked(`${path}.lock`, () =>
    downloadAndCheck(path, wanted, () => admitMember(file, path, target, expected, place), place),
  )
}

/** Where an archive lies while its members are taken out of it. */
export const archivePath = (folder: string, address: string) => targetBelow(folder, `.likeness/${shortHash(address)}`)

async function admitMember(
  file: DataEntry,
  path: string,
  target: string,
  expected: Identity | undefined,
  { archives, signal }: Place,
): Promise<Identity> {
  const { bytes, sha256 } = file.archive!
  if (bytes && sha256)
    compare(`the archive of ${file.name}`, await identify({ ...file, content: 'file' }, path), { bytes, sha256 })
  const unpacked = `${target}.part`
  try {
    await unpack(path, file.archive!, unpacked, expected?.bytes ?? file.unpinned!.most, signal)
    const identity = await admit(file, unpacked, target, expected)
    archives.add(file.download!)
    return identity
  } finally {
    await rm(unpacked, { force: true })
  }
}

/** Checks a part and lets it be seen. */
async function admit(file: DataEntry, part: string, target: string, expected: Identity | undefined): Promise<Identity> {
  const identity = await identify(file, part)
  if (expected) compare(file.name, identity, expected)
  await publish(part, target)
  return identity
}

// An empty part would hold nothing to go on with.
async function leave(part: PartFile): Promise<void> {
  await part.close()
  if (part.size === 0) await part.remove()
}

async function downloadAndCheck<T>(path: string, wanted: Wanted, check: () => Promise<T>, place: Place): Promise<T> {
  if (place.archives.has(wanted.address)) return check()
  for (;;) {
    const part = await PartFile.open(path, wanted.address)
    const resumed = part.size > 0
    await transfer(part, wanted, place.network, place).finally(() => leave(part))
    try {
      const result = await check()
      await part.forget()
      return result
    } catch (error) {
      place.signal.throwIfAborted()
      await part.remove()
      // What lay there from an earlier fetch may have been of another version: once more, from its beginning.
      if (!resumed || (error as { code?: string }).code !== 'DATA_MISMATCH') throw error
    }
  }
}

/** What is downloaded: the file, or the archive that holds it. */
function wantedOf(file: DataEntry, expected: Identity | undefined): Wanted {
  const address = file.download!
  const { archive } = file
  const bytes = archive ? archive.bytes : file.content === 'gzip' ? undefined : expected?.bytes
  return { address, bytes, most: mostBytes(file, expected), checked: expected !== undefined || !!archive?.sha256 }
}

// Compression may lengthen what cannot be compressed, by little; an archive may hold other members too.
function mostBytes({ archive, content, unpinned }: DataEntry, expected: Identity | undefined): number {
  const bytes = expected?.bytes ?? unpinned!.most
  if (archive?.format === 'zip') return archive.bytes ?? 2 ** 36
  return archive || content === 'gzip' ? (archive?.bytes ?? 2 * bytes + 65_536) : bytes
}

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)
