import { crc32 } from 'node:zlib'
import { formatError, formatLabel, quote, requireBytes, requireLimit } from '../format-error.js'
import { inflateMember } from '../gunzip.js'
import { parseDirectory, type ZipEntry } from './zip-directory.js'
import { locateContents } from './zip-contents.js'

/** Options of `readZip` and of the formats that are zip archives. */
export interface ReadZipOptions {
  /** how messages name the input */
  readonly name?: string
  /** most bytes of all contents per byte of archive, on top of 64 KiB; default 128 */
  readonly maxExpansion?: number
}

/** The files of an archive; nothing is unpacked before it is asked for. */
export interface ZipArchive {
  /** names in directory order, folders (which end in `/`) left out */
  readonly names: readonly string[]
  has(name: string): boolean
  /**
   * The content of a file in memory of its own, its size and CRC-32 checked.
   * @throws FormatError `INVALID_FORMAT` when damaged, or when there is no such file
   */
  read(name: string): Uint8Array
}

const SLACK = 64 * 1024

/**
 * Opens a zip archive in memory: stored and deflated files, Zip64, data descriptors. It is read strictly: directory and
 * local headers must agree, and headers and contents must fill the archive without gap or overlap.
 * Memory: at most twice the content that is read, and all contents together declare at most `maxExpansion` times the
 * archive + 64 KiB, which is checked first. Source: PKWARE's APPNOTE 6.3.
 * @throws FormatError `INVALID_FORMAT` for damage, truncation, further bytes, repeated names and names that lead outside
 *   (`../`, absolute); `UNSUPPORTED_FORMAT` for encryption, other compression, several disks; `LIMIT_EXCEEDED`
 * @throws TypeError when `bytes` is no Uint8Array or `maxExpansion` no number >= 0
 */
export function readZip(bytes: Uint8Array, options: ReadZipOptions = {}): ZipArchive {
  requireBytes(bytes)
  return openZip(bytes, formatLabel('zip', options.name), options.maxExpansion)
}

/** `readZip` for a format that is an archive, under that format's label. */
export function openZip(bytes: Uint8Array, label: string, maxExpansion = 128): ZipArchive {
  requireLimit('maxExpansion', maxExpansion)
  const { entries, start } = parseDirectory(bytes, label)
  const total = entries.reduce((sum, { size }) => sum + size, 0)
  const limit = maxExpansion * bytes.length + SLACK
  if (total > limit) {
    const allowed = `at most ${limit} bytes of content (maxExpansion ${maxExpansion} x ${bytes.length} + ${SLACK})`
    throw formatError('LIMIT_EXCEEDED', label, allowed, `a directory that declares ${total}`)
  }
  const contents = locateContents(bytes.subarray(0, start), entries, label)
  const names = [...contents.keys()].filter((name) => !name.endsWith('/'))
  const read = (name: string) => {
    const found = contents.get(name)
    if (!found)
      throw formatError('INVALID_FORMAT', label, `the file ${quote(name)} in the archive`, 'none of this name')
    return unpack(found.entry, found.packed, `${label}, file ${quote(name)},`)
  }
  return { names, has: (name) => contents.has(name), read }
}

/** Whether bytes start as a zip archive does, be it an empty one. */
export function isZip(bytes: Uint8Array): boolean {
  const [p, k, a, b] = bytes
  return p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6))
}

function unpack({ method, size, crc }: ZipEntry, packed: Uint8Array, label: string): Uint8Array {
  if (method === 8) {
    const { buffer, byteOffset, length } = inflateMember({ deflated: packed, size, crc }, label, 'deflate stream')
    return new Uint8Array(buffer, byteOffset, length)
  }
  const actual = crc32(packed)
  if (actual !== crc) throw formatError('INVALID_FORMAT', label, `content with CRC-32 ${crc}`, `CRC-32 ${actual}`)
  // Not slice, which shares memory where the archive came in a Buffer.
  return new Uint8Array(packed)
}
