import { crc32, deflateRawSync } from 'node:zlib'

/** A member of a made zip archive; every field that lies may be told to. */
export interface MadeMember {
  readonly name: string
  readonly content: Uint8Array
  /** Upper half of the external attributes: type and rights. */
  readonly mode?: number
  /** The size that both headers announce. */
  readonly announced?: number
  readonly encrypted?: boolean
  readonly crc?: number
}

/** A zip archive of deflated members, as another program would write it. */
export function madeZip(members: readonly MadeMember[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const member of members) {
    const { name, content, mode = 0o100644, announced = content.length, encrypted = false } = member
    const path = Buffer.from(name)
    const packed = deflateRawSync(content)
    const crc = member.crc ?? crcOf(content)
    // Version 2.0, flags (UTF-8 names), deflate, time and date of 1980.
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(20, 0)
    shared.writeUInt16LE(0x800 | (encrypted ? 1 : 0), 2)
    shared.writeUInt16LE(8, 4)
    shared.writeUInt16LE(0x21, 8)
    shared.writeUInt32LE(crc, 10)
    shared.writeUInt32LE(packed.length, 14)
    shared.writeUInt32LE(announced, 18)
    shared.writeUInt16LE(path.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, path, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE((mode << 16) >>> 0, 6)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), shared, tail, path]))
    files.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, central, end])
}

const crcOf = (content: Uint8Array) => (crc32 as (data: Uint8Array) => number)(content)
