import { ByteReader } from '../byte-reader.js'
import { formatError, quote } from '../format-error.js'
import { entryName } from './entry-name.js'
import { findEnd } from './zip-end.js'
import { readZip64Field } from './zip64-field.js'

/** A file of an archive as the central directory declares it. */
export interface ZipEntry {
  readonly name: string
  /** 0: stored, 8: deflated */
  readonly method: 0 | 8
  /** bit 3: sizes follow the content (a data descriptor) */
  readonly flags: number
  readonly crc: number
  /** bytes in the archive */
  readonly packed: number
  /** bytes of content */
  readonly size: number
  /** where its local header starts */
  readonly offset: number
}

const CENTRAL = 0x02014b50
const ENCRYPTED = 1 | 0x40 | 0x2000

/**
 * The central directory of an archive, which must end the file (with its comment).
 * @returns the entries in directory order, and where the directory starts
 * @throws FormatError as `readZip` documents
 */
export function parseDirectory(bytes: Uint8Array, label: string): { entries: ZipEntry[]; start: number } {
  const end = findEnd(bytes, label)
  const reader = new ByteReader(bytes.subarray(0, end.start + end.size), label, end.start)
  const entries: ZipEntry[] = []
  const names = new Set<string>()
  while (reader.remaining > 0) {
    const entry = centralEntry(reader)
    if (names.has(entry.name)) throw reader.invalid('each file name once', `${quote(entry.name)} twice`)
    names.add(entry.name)
    entries.push(entry)
  }
  if (entries.length !== end.count) throw reader.invalid(`${end.count} files in the directory`, `${entries.length}`)
  return { entries, start: end.start }
}

function centralEntry(reader: ByteReader): ZipEntry {
  const signature = reader.u32le('directory entry')
  if (signature !== CENTRAL) throw reader.invalid('a directory entry', `signature ${signature}`, reader.offset - 4)
  reader.skip(4, 'versions')
  const flags = reader.u16le('flags')
  const method = reader.u16le('compression method')
  reader.skip(4, 'time and date')
  const crc = reader.u32le('CRC-32')
  const sizes = [reader.u32le('compressed size'), reader.u32le('size')]
  const lengths = [reader.u16le('name length'), reader.u16le('extra length'), reader.u16le('comment length')]
  const disk = reader.u16le('disk number')
  reader.skip(6, 'attributes')
  const offset = reader.u32le('offset of the local header')
  const name = entryName(reader.take(lengths[0]!, 'file name'), flags, reader)
  const extra = reader.take(lengths[1]!, 'extra field')
  reader.skip(lengths[2]!, 'comment')
  const [size, packed, at, onDisk] = readZip64Field(extra, [sizes[1]!, sizes[0]!, offset, disk], reader)
  const unsupported = (expected: string, received: string) =>
    formatError('UNSUPPORTED_FORMAT', reader.label, `${expected} for the file ${quote(name)}`, received)
  if (flags & ENCRYPTED) throw unsupported('no encryption', `flags ${flags}`)
  if (method !== 0 && method !== 8) throw unsupported('compression method 0 or 8', `${method}`)
  if (onDisk !== 0) throw unsupported('an archive of one disk', `disk ${onDisk}`)
  return { name, method, flags, crc, packed: packed!, size: size!, offset: at! }
}
