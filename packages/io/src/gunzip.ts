import { constants, crc32, inflateRawSync } from 'node:zlib'
import { formatError, formatLabel, requireBytes, requireLimit } from './format-error.js'
import { type GzipMember, parseGzip } from './gzip-member.js'

const CHUNK = 2 ** 20
// One deflate byte yields at most 1032 bytes of content, so a step of 60 adds less than 64 KiB.
const PEEK_STEP = 60
const PEEK_MAX = 8192

/** Limits of `gunzip`. */
export interface GunzipOptions {
  /** most bytes the content may have */
  readonly limit: number
  /** how messages name the input */
  readonly name?: string
}

/**
 * Content of a gzip file that holds exactly one member (RFC 1952), checked against its CRC-32 and size.
 * Nothing is inflated when the stated size is above `limit`, and inflating stops where the stated size is passed.
 * Memory: at most twice what really inflates, plus 1 MiB.
 * @throws FormatError `LIMIT_EXCEEDED` above `limit`; `INVALID_FORMAT` for anything damaged, truncated or trailing
 * @throws TypeError when `bytes` is no Uint8Array or `limit` no number >= 0
 */
export function gunzip(bytes: Uint8Array, options: GunzipOptions): Uint8Array {
  requireBytes(bytes)
  requireLimit('limit', options.limit)
  const label = formatLabel('gzip', options.name)
  const member = parseGzip(bytes, label)
  if (member.size > options.limit) {
    const received = `a trailer that states ${member.size} (or that was cut off or appended to)`
    throw formatError('LIMIT_EXCEEDED', label, `at most ${options.limit} bytes of content (limit)`, received)
  }
  return inflateMember(member, label)
}

/**
 * Inflates a member whose stated size the caller has accepted.
 * @param what how messages name what the deflate stream must fill
 */
export function inflateMember(member: GzipMember, label: string, what = 'gzip member'): Uint8Array {
  const { buffer, consumed } = inflate(member, label)
  if (consumed !== member.deflated.length)
    throw invalid(label, `exactly one ${what}`, `${member.deflated.length - consumed} further bytes`)
  if (buffer.length !== member.size) throw invalid(label, `${member.size} inflated bytes`, `${buffer.length}`)
  const crc = crc32(buffer)
  if (crc !== member.crc) throw invalid(label, `content with CRC-32 ${member.crc}`, `CRC-32 ${crc}`)
  return buffer
}

/**
 * The first bytes of a member's content: at least `count`, or all there is, and never more than 64 KiB above `count`.
 * @throws FormatError `INVALID_FORMAT` for a damaged stream, or one that yields less than `count` bytes from 8 KiB
 */
export function peekMember(member: GzipMember, count: number, label: string): Uint8Array {
  for (let length = PEEK_STEP; length <= PEEK_MAX; length += PEEK_STEP) {
    const start = inflateStart(member.deflated.subarray(0, length), label)
    if (start.length >= count || length >= member.deflated.length) return start
  }
  throw invalid(label, `${count} bytes of content`, `fewer from the first ${PEEK_MAX} compressed bytes`)
}

function inflateStart(deflated: Uint8Array, label: string): Uint8Array {
  try {
    return inflateRawSync(deflated, { finishFlush: constants.Z_SYNC_FLUSH })
  } catch (error) {
    throw invalid(label, 'a deflate stream', reason(error), error)
  }
}

function inflate({ deflated, size }: GzipMember, label: string): { buffer: Uint8Array; consumed: number } {
  try {
    const maxOutputLength = Math.max(1, size)
    const chunkSize = Math.min(Math.max(64, size), CHUNK)
    // With `info` Node also hands back the engine, which knows where in the input the stream ended.
    const result: unknown = inflateRawSync(deflated, { maxOutputLength, chunkSize, info: true })
    const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } }
    return { buffer, consumed: engine.bytesWritten }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const received = code === 'ERR_BUFFER_TOO_LARGE' ? 'more' : reason(error)
    throw invalid(label, `a deflate stream of ${size} bytes of content`, received, error)
  }
}

const reason = (error: unknown) => `damaged data (${(error as Error).message})`

const invalid = (label: string, expected: string, received: string, cause?: unknown) =>
  formatError('INVALID_FORMAT', label, expected, received, cause)
