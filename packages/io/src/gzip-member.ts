import { crc32 } from 'node:zlib'
import { ByteReader } from './byte-reader.js'
import { formatError } from './format-error.js'

/** The parts of a gzip file that holds exactly one member (RFC 1952, section 2.3). */
export interface GzipMember {
  /** the deflate stream, a view into the file */
  readonly deflated: Uint8Array
  /** CRC-32 of the content, as the trailer states it */
  readonly crc: number
  /** size of the content modulo 2^32, as the trailer states it; content of 4 GiB and more is not read here */
  readonly size: number
}

const FHCRC = 2
const FEXTRA = 4
const FNAME = 8
const FCOMMENT = 16
const RESERVED = 0xe0

/** Whether bytes start with the gzip magic 1f 8b. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/**
 * Splits a gzip file into deflate stream and trailer, without inflating anything.
 * @throws FormatError `INVALID_FORMAT` for a damaged or truncated header or trailer
 */
export function parseGzip(bytes: Uint8Array, label: string): GzipMember {
  const reader = new ByteReader(bytes, label)
  skipHeader(reader)
  const deflated = reader.take(Math.max(0, reader.remaining - 8), 'deflate stream')
  return { deflated, crc: reader.u32le('gzip trailer'), size: reader.u32le('gzip trailer') }
}

function skipHeader(reader: ByteReader): void {
  const [id1, id2, method, flags] = reader.take(10, 'gzip header')
  if (id1 !== 0x1f || id2 !== 0x8b) throw reader.invalid('gzip magic 31 139', `${id1} ${id2}`, 0)
  if (method !== 8)
    throw formatError('UNSUPPORTED_FORMAT', reader.label, 'gzip compression method 8 at byte 2', `${method}`)
  if (flags! & RESERVED) throw reader.invalid('zero in the reserved gzip flags', `flags ${flags}`, 3)
  if (flags! & FEXTRA) reader.skip(reader.u16le('gzip extra field'), 'gzip extra field')
  if (flags! & FNAME) reader.takeUntil(0, 'a gzip file name')
  if (flags! & FCOMMENT) reader.takeUntil(0, 'a gzip comment')
  if (flags! & FHCRC) checkHeaderCrc(reader)
}

function checkHeaderCrc(reader: ByteReader): void {
  const actual = crc32(reader.bytes.subarray(0, reader.offset)) & 0xffff
  const stated = reader.u16le('gzip header CRC')
  if (stated !== actual) throw reader.invalid(`gzip header CRC ${actual}`, `${stated}`, reader.offset - 2)
}
