import { ByteReader } from '../byte-reader.js'
import { formatError } from '../format-error.js'
import { safeSize } from './zip64-field.js'

/** Where the central directory lies, and how many files it lists. */
export interface ZipEnd {
  readonly start: number
  readonly size: number
  readonly count: number
}

const END = 0x06054b50
const END_BYTES = 22
const END64 = 0x06064b50
const END64_BYTES = 56
const LOCATOR = 0x07064b50
const LOCATOR_BYTES = 20
const MAX_COMMENT = 0xffff

/**
 * Reads the record that ends an archive, and the Zip64 record where one of its numbers is at the largest value. The
 * directory must reach up to it and nothing but a comment of the declared length may follow.
 * @throws FormatError `INVALID_FORMAT` for no such record, or one that does not fit; `UNSUPPORTED_FORMAT` for several disks
 */
export function findEnd(bytes: Uint8Array, label: string): ZipEnd {
  const at = locate(bytes, label)
  const reader = new ByteReader(bytes, label, at + 4)
  const disks = [reader.u16le('disk number'), reader.u16le('disk number')]
  const counts = [reader.u16le('file count'), reader.u16le('file count')]
  const [size, start] = [reader.u32le('directory size'), reader.u32le('directory offset')]
  // Some writers (PyTorch's) add the Zip64 record always.
  if (hasLocator(bytes, at)) return readEnd64(bytes, at - LOCATOR_BYTES, { count: counts[1]!, size, start }, label)
  if (disks[0] !== 0 || disks[1] !== 0 || counts[0] !== counts[1])
    throw formatError('UNSUPPORTED_FORMAT', label, 'an archive of one disk', 'several')
  if (start + size !== at)
    throw reader.invalid(`a directory that ends at byte ${at}`, `one of ${size} bytes from byte ${start}`, at)
  return { start, size, count: counts[1]! }
}

function hasLocator(bytes: Uint8Array, end: number): boolean {
  const at = end - LOCATOR_BYTES
  return at >= 0 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true) === LOCATOR
}

function locate(bytes: Uint8Array, label: string): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const first = Math.max(0, bytes.length - END_BYTES - MAX_COMMENT)
  for (let at = bytes.length - END_BYTES; at >= first; at--)
    if (view.getUint32(at, true) === END && at + END_BYTES + view.getUint16(at + 20, true) === bytes.length) return at
  throw formatError('INVALID_FORMAT', label, 'the end of a zip directory at the end of the file', 'none: truncated?')
}

/** @param short the same numbers in the record of 32 bits: at their largest value, or equal */
function readEnd64(bytes: Uint8Array, locator: number, short: ZipEnd, label: string): ZipEnd {
  const reader = new ByteReader(bytes.subarray(0, locator), label)
  const pointer = new ByteReader(bytes, label, locator + 8)
  const at = safeSize(pointer.i64le('Zip64 locator'), pointer)
  if (at + END64_BYTES !== locator)
    throw pointer.invalid(`the Zip64 end record at byte ${locator - END64_BYTES}`, `byte ${at}`, locator)
  reader.offset = at
  if (reader.u32le('Zip64 end record') !== END64) throw reader.invalid('a Zip64 end record', 'another signature', at)
  const length = reader.i64le('Zip64 end record')
  if (length !== BigInt(END64_BYTES - 12)) throw reader.invalid(`a Zip64 record of 44 bytes`, `${length}`, at)
  reader.skip(4, 'versions')
  const disks = [reader.u32le('disk number'), reader.u32le('disk number')]
  const [here, count, size, start] = [0, 1, 2, 3].map(() => safeSize(reader.i64le('Zip64 end record'), reader))
  if (disks[0] !== 0 || disks[1] !== 0 || here !== count)
    throw formatError('UNSUPPORTED_FORMAT', label, 'an archive of one disk', 'several')
  if (start! + size! !== at)
    throw reader.invalid(`a directory that ends at byte ${at}`, `one of ${size} bytes from byte ${start}`, at)
  const pairs = [[short.count, count, 0xffff], [short.size, size, 0xffffffff], [short.start, start, 0xffffffff]] // prettier-ignore
  if (!pairs.every(([narrow, wide, largest]) => narrow === wide || narrow === largest))
    throw reader.invalid('the same numbers in both end records', 'different ones', locator)
  return { start: start!, size: size!, count: count! }
}
