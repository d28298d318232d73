import { crc32, deflateRawSync } from 'node:zlib'

/** A file of an archive; what is not given is derived, what is given may lie. */
export interface RawFile {
  readonly name: string
  readonly content: Uint8Array
  readonly method?: number
  readonly flags?: number
  /** sizes and CRC-32 as the directory states them */
  readonly size?: number
  readonly packed?: number
  readonly crc?: number
  readonly offset?: number
  /** name as the local header states it */
  readonly localName?: string
  readonly disk?: number
  /** the directory states sizes and offset in a Zip64 field of this many numbers */
  readonly zip64?: number
}

/** A zip archive from parts that need not agree. */
export function buildZip(files: readonly RawFile[], options: { count?: number; gap?: number; comment?: string } = {}) {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const file of files) {
    const method = file.method ?? 0
    const packed = method === 8 ? deflateRawSync(file.content) : Buffer.from(file.content)
    const local = Buffer.concat([localHeader(file, packed.length), packed, Buffer.alloc(options.gap ?? 0)])
    directory.push(centralHeader(file, packed.length, at))
    locals.push(local)
    at += local.length
  }
  const central = Buffer.concat(directory)
  const comment = Buffer.from(options.comment ?? '')
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(options.count ?? files.length, 8)
  end.writeUInt16LE(options.count ?? files.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(at, 16)
  end.writeUInt16LE(comment.length, 20)
  return Uint8Array.from(Buffer.concat([...locals, central, end, comment]))
}

/** flags to sizes, which both headers state alike */
function common(file: RawFile, packed: number): Buffer {
  const bytes = Buffer.alloc(22)
  bytes.writeUInt16LE(file.flags ?? 0, 0)
  bytes.writeUInt16LE(file.method ?? 0, 2)
  bytes.writeUInt32LE(file.crc ?? crc32(file.content), 8)
  bytes.writeUInt32LE(file.packed ?? packed, 12)
  bytes.writeUInt32LE(file.size ?? file.content.length, 16)
  return bytes
}

function localHeader(file: RawFile, packed: number): Buffer {
  const name = Buffer.from(file.localName ?? file.name)
  const bytes = Buffer.concat([
    Buffer.from([0x50, 0x4b, 3, 4, 20, 0]),
    common(file, packed).subarray(0, 20),
    Buffer.alloc(4),
  ])
  bytes.writeUInt16LE(name.length, 26)
  return Buffer.concat([bytes, name])
}

function centralHeader(file: RawFile, packed: number, at: number): Buffer {
  const name = Buffer.from(file.name)
  const bytes = Buffer.alloc(46)
  Buffer.from([0x50, 0x4b, 1, 2, 20, 0, 20, 0]).copy(bytes)
  common(file, packed).copy(bytes, 8)
  bytes.writeUInt16LE(name.length, 28)
  bytes.writeUInt16LE(0, 30)
  bytes.writeUInt16LE(file.disk ?? 0, 34)
  bytes.writeUInt32LE(file.offset ?? at, 42)
  if (file.zip64 === undefined) return Buffer.concat([bytes, name])
  const numbers = [bytes.readUInt32LE(24), bytes.readUInt32LE(20), bytes.readUInt32LE(42)].slice(0, file.zip64)
  for (const place of [20, 24, 42]) bytes.writeUInt32LE(0xffffffff, place)
  const field = Buffer.alloc(4 + 8 * numbers.length)
  field.writeUInt16LE(1)
  field.writeUInt16LE(8 * numbers.length, 2)
  numbers.forEach((number, k) => field.writeBigUInt64LE(BigInt(number), 4 + 8 * k))
  bytes.writeUInt16LE(field.length, 30)
  return Buffer.concat([bytes, name, field])
}
