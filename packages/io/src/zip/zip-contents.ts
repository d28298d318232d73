import { ByteReader } from '../byte-reader.js'
import { quote } from '../format-error.js'
import type { ZipEntry } from './zip-directory.js'
import { readZip64Field } from './zip64-field.js'

/** A file and its bytes in the archive, a view. */
export interface ZipContent {
  readonly entry: ZipEntry
  readonly packed: Uint8Array
}

const LOCAL = 0x04034b50
const DESCRIPTOR = 0x08074b50
const HAS_DESCRIPTOR = 8

/**
 * Finds the content of every file behind its local header. Local headers and contents must fill `area`, the bytes
 * before the directory, so no content can belong to two files.
 * @returns the files in directory order
 * @throws FormatError `INVALID_FORMAT` where a local header disagrees with the directory, or leaves a gap
 */
export function locateContents(area: Uint8Array, entries: readonly ZipEntry[], label: string): Map<string, ZipContent> {
  const reader = new ByteReader(area, label)
  const found = new Map<string, ZipContent>(
    entries.map((entry) => [entry.name, { entry, packed: area.subarray(0, 0) }]),
  )
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    if (entry.offset !== reader.offset)
      throw reader.invalid('the next file', `${quote(entry.name)} at byte ${entry.offset}: a gap or an overlap`)
    found.set(entry.name, { entry, packed: localContent(reader, entry) })
  }
  if (reader.remaining > 0) throw reader.invalid('the zip directory', `${reader.remaining} bytes of no file`)
  return found
}

function localContent(reader: ByteReader, entry: ZipEntry): Uint8Array {
  const at = reader.offset
  const differs = (what: string, received: unknown, expected: unknown) =>
    reader.invalid(`${what} ${String(expected)} in the local header of ${quote(entry.name)}`, String(received), at)
  const signature = reader.u32le('local header')
  if (signature !== LOCAL) throw differs('signature', signature, LOCAL)
  reader.skip(2, 'version')
  const flags = reader.u16le('flags')
  const method = reader.u16le('compression method')
  reader.skip(4, 'time and date')
  const crc = reader.u32le('CRC-32')
  const sizes = [reader.u32le('compressed size'), reader.u32le('size')]
  const lengths = [reader.u16le('name length'), reader.u16le('extra length')]
  const name = Buffer.from(reader.take(lengths[0]!, 'file name')).toString('utf8')
  const [size, packed] = readZip64Field(reader.take(lengths[1]!, 'extra field'), [sizes[1]!, sizes[0]!], reader)
  if (flags !== entry.flags) throw differs('flags', flags, entry.flags)
  if (method !== entry.method) throw differs('method', method, entry.method)
  if (name !== entry.name) throw differs('name', quote(name), quote(entry.name))
  const streamed = (flags & HAS_DESCRIPTOR) !== 0
  // A writer that streams leaves zeros here and states the numbers behind the content.
  const blank = streamed && crc === 0 && (sizes[0] === 0 || size === 0)
  if (!blank && (crc !== entry.crc || size !== entry.size || packed !== entry.packed))
    throw differs('CRC-32 and sizes', `${crc}, ${packed}, ${size}`, `${entry.crc}, ${entry.packed}, ${entry.size}`)
  if (entry.method === 0 && entry.packed !== entry.size) throw differs('stored size', entry.packed, entry.size)
  const content = reader.take(entry.packed, `content of ${quote(entry.name)}`)
  if (streamed) skipDescriptor(reader, entry)
  return content
}

/** Bit 3: CRC-32 and sizes follow, with or without a signature, the sizes in 4 bytes or (Zip64) 8. */
function skipDescriptor(reader: ByteReader, entry: ZipEntry): void {
  const { bytes, offset } = reader
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const fits = (start: number, wide: boolean) => {
    const length = wide ? 20 : 12
    if (offset + start + length > bytes.length) return false
    const number = (at: number) => (wide ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true))
    const first = offset + start
    const numbers = [view.getUint32(first, true), number(first + 4), number(first + (wide ? 12 : 8))]
    return numbers[0] === entry.crc && numbers[1] === entry.packed && numbers[2] === entry.size
  }
  const signed = reader.remaining >= 4 && view.getUint32(offset, true) === DESCRIPTOR ? 4 : 0
  // Wide first: where both fit (all zero), whether a further zero follows tells them apart.
  for (const wide of [true, false])
    if (fits(signed, wide)) return void reader.skip(signed + (wide ? 20 : 12), 'data descriptor')
  throw reader.invalid(`the CRC-32 and sizes of ${quote(entry.name)} behind its content`, 'other numbers')
}
