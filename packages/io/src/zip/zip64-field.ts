import { ByteReader } from '../byte-reader.js'

const ZIP64 = 1
const SAFE = BigInt(Number.MAX_SAFE_INTEGER)

/**
 * Replaces sizes, offset and disk that are at their largest value by those of the Zip64 field, in the order of the
 * format: size, packed size, offset, disk (APPNOTE 4.5.3).
 * @throws FormatError `INVALID_FORMAT` for a damaged extra field or a number above 2^53
 */
export function readZip64Field(extra: Uint8Array, values: readonly number[], at: ByteReader): number[] {
  const field = zip64Field(extra, at)
  const reader = field && new ByteReader(field, at.label)
  return values.map((value, k) => {
    const isDisk = k === 3
    if (value !== (isDisk ? 0xffff : 0xffffffff)) return value
    // A writer that knows no Zip64 means the number itself.
    if (!reader) return value
    if (isDisk) return reader.u32le('Zip64 disk')
    return safeSize(reader.i64le('Zip64 size'), at)
  })
}

/** A 64-bit size as a number. @throws FormatError `INVALID_FORMAT` when it is negative or above 2^53 */
export function safeSize(value: bigint, at: ByteReader): number {
  if (value < 0n || value > SAFE) throw at.invalid('a size from 0 to 2^53 - 1', `${value}`)
  return Number(value)
}

function zip64Field(extra: Uint8Array, at: ByteReader): Uint8Array | undefined {
  const reader = new ByteReader(extra, at.label)
  let found: Uint8Array | undefined
  // Some writers pad with fewer bytes than a field header takes.
  while (reader.remaining >= 4) {
    const id = reader.u16le('extra field')
    const content = reader.take(reader.u16le('extra field'), 'extra field')
    if (id === ZIP64) found ??= content
  }
  return found
}
