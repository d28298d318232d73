import { expect, test } from 'vitest'
import { ByteReader } from './byte-reader.js'
import { FormatError } from './format-error.js'

const bytes = Uint8Array.from({ length: 64 }, (_, k) => 0xf0 + k)

test('reads what DataView reads, also from the middle of a buffer', () => {
  const reader = new ByteReader(bytes.subarray(3), 'test bytes', 1)
  const view = new DataView(bytes.buffer, 3)
  expect(reader.u8('x')).toBe(view.getUint8(1))
  expect(reader.u16le('x')).toBe(view.getUint16(2, true))
  expect(reader.u32le('x')).toBe(view.getUint32(4, true))
  expect(reader.u32be('x')).toBe(view.getUint32(8))
  expect(reader.i32le('x')).toBe(view.getInt32(12, true))
  expect(reader.i64le('x')).toBe(view.getBigInt64(16, true))
  expect(reader.f64be('x')).toBe(view.getFloat64(24))
  expect(reader.offset).toBe(32)
  expect([...reader.take(2, 'x')]).toEqual([bytes[35], bytes[36]])
  expect([...reader.takeUntil(bytes[40]!, 'x')]).toEqual([...bytes.subarray(37, 40)])
  expect(reader.remaining).toBe(61 - 38)
})

test.each([
  ['u8', 0],
  ['u16le', 1],
  ['u32le', 3],
  ['u32be', 3],
  ['i32le', 3],
  ['i64le', 7],
  ['f64be', 7],
] as const)('%s refuses %i bytes and stays where it was', (method, left) => {
  const reader = new ByteReader(bytes, 'test bytes', bytes.length - left)
  expect(() => reader[method]('a size')).toThrow(FormatError)
  expect(() => reader[method]('a size')).toThrow(
    `of a size at byte ${64 - left} for test bytes but received the last ${left}`,
  )
  expect(reader.remaining).toBe(left)
})

test('a missing end byte is an error', () => {
  const reader = new ByteReader(bytes, 'test bytes', 60)
  expect(() => reader.takeUntil(0x0a, 'a line')).toThrow(
    'Expected a line ended by byte 10 at byte 60 for test bytes but received 4 bytes without it',
  )
})
