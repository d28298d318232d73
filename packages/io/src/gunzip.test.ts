import { deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { gunzip, peekMember } from './gunzip.js'
import { parseGzip } from './gzip-member.js'
import { someBytes } from './testing/build-idx.js'

const content = someBytes(1000)
const file = Uint8Array.from(gzipSync(content))

/** A gzip file with every optional header field: extra, name, comment and header CRC. */
function fullHeader(): Uint8Array {
  const header = Buffer.from([0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 2, 0, 65, 66, ...Buffer.from('name\0comment\0')])
  const crc = Buffer.alloc(2)
  crc.writeUInt16LE(crcOf(header) & 0xffff)
  return Uint8Array.from(Buffer.concat([header, crc, file.subarray(10)]))
}

/** CRC-32 as RFC 1952 defines it, bit by bit. */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** One stored block after another: a stream whose header alone tells nothing. */
const emptyBlocks = (count: number) => Buffer.alloc(5 * count).map((_, k) => [0, 0, 0, 0xff, 0xff][k % 5]!)

describe('gunzip', () => {
  test('inflates, with or without the optional header fields', () => {
    expect(gunzip(file, { limit: 1000 })).toEqual(Buffer.from(content))
    expect(gunzip(fullHeader(), { limit: 1000 })).toEqual(Buffer.from(content))
    expect(gunzip(gzipSync(''), { limit: 0 })).toHaveLength(0)
  })

  test('refuses above the limit, and says what the file states', () => {
    expect(() => gunzip(file, { limit: 999, name: 'x.gz' })).toThrow(
      expect.objectContaining({
        code: 'LIMIT_EXCEEDED',
        message: expect.stringMatching(
          /^Expected at most 999 bytes of content \(limit\) for gzip "x.gz" but received a trailer that states 1000/,
        ) as unknown,
      }),
    )
    expect(() => gunzip(file, { limit: NaN })).toThrow(TypeError)
  })

  test.each([
    ['a second member', Buffer.concat([file, file])],
    ['trailing zeros', Buffer.concat([file, Buffer.alloc(8)])],
    ['trailing bytes that repeat the trailer', Buffer.concat([file, file.subarray(-8)])],
    ['a truncated file', file.subarray(0, -1)],
    ['a header only', file.subarray(0, 10)],
    ['another magic', Buffer.concat([Buffer.from([0x1f, 0x8c]), file.subarray(2)])],
    ['reserved flags', Buffer.concat([file.subarray(0, 3), Buffer.from([0x20]), file.subarray(4)])],
    ['a wrong header CRC', fullHeader().map((byte, k) => (k === 14 ? byte ^ 1 : byte))],
    ['a wrong CRC', Buffer.concat([file.subarray(0, -8), Buffer.from([1, 2, 3, 4]), file.subarray(-4)])],
    ['a size that is too small', Buffer.concat([file.subarray(0, -4), Buffer.from([231, 3, 0, 0])])],
    ['a size that is too large', Buffer.concat([file.subarray(0, -4), Buffer.from([233, 3, 0, 0])])],
  ])('refuses %s', (_, bytes) => {
    expect(() => gunzip(bytes, { limit: 2 ** 32 })).toThrow(expect.objectContaining({ code: 'INVALID_FORMAT' }))
  })

  test('refuses another compression method as unsupported', () => {
    const other = Buffer.concat([file.subarray(0, 2), Buffer.from([7]), file.subarray(3)])
    expect(() => gunzip(other, { limit: 2000 })).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_FORMAT' }))
  })

  test('a bomb whose trailer states 10 bytes stops there', () => {
    const bomb = Uint8Array.from(gzipSync(Buffer.alloc(64 * 2 ** 20)))
    bomb.set([10, 0, 0, 0], bomb.length - 4)
    const before = process.memoryUsage().external
    expect(() => gunzip(bomb, { limit: 1e9 })).toThrow(/10 bytes of content for gzip bytes but received more/)
    expect(process.memoryUsage().external - before).toBeLessThan(2 ** 20)
  })
})

describe('peekMember', () => {
  const member = (deflated: Uint8Array) => ({ ...parseGzip(file, 'test'), deflated })

  test('gives the start of the content, or all of it', () => {
    expect(peekMember(parseGzip(file, 'test'), 100, 'test').subarray(0, 100)).toEqual(
      Buffer.from(content.slice(0, 100)),
    )
    expect(peekMember(parseGzip(file, 'test'), 5000, 'test')).toEqual(Buffer.from(content))
  })

  test('inflates at most 64 KiB more than asked, whatever the ratio', () => {
    const zeros = member(deflateRawSync(Buffer.alloc(64 * 2 ** 20)))
    expect(peekMember(zeros, 1024, 'test').length).toBeLessThan(1024 + 2 ** 16)
    const late = member(Buffer.concat([emptyBlocks(1000), zeros.deflated]))
    expect(peekMember(late, 1024, 'test').length).toBeLessThan(1024 + 2 ** 16)
  })

  test('gives up on a stream that yields nothing', () => {
    expect(() => peekMember(member(emptyBlocks(1e5)), 1024, 'test')).toThrow(/fewer from the first 8192 compressed/)
  })
})
