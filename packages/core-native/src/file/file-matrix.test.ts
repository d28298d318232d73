import { expect, test } from 'vitest'
import { checkFileMatrix, isFileMatrix, type FileMatrix } from './index.js'

const matrix: FileMatrix = {
  path: '/data/x.npy',
  offset: 128,
  type: 'float32',
  rows: 5,
  cols: 3,
  bytes: 188,
  modified: '1700000000123456789',
}

test('a matrix on disk is told from one in memory', () => {
  expect(isFileMatrix(matrix)).toBe(true)
  expect(isFileMatrix(structuredClone(matrix))).toBe(true)
  for (const other of [{ data: new Float32Array(1), rows: 1, cols: 1 }, null, undefined, '/data/x.npy', []])
    expect(isFileMatrix(other)).toBe(false)
})

test('the check gives a frozen copy and reads each property once', () => {
  const reads: string[] = []
  const counted = new Proxy(matrix, {
    get: (target, key) => {
      reads.push(String(key))
      return target[key as keyof FileMatrix]
    },
  })
  const copy = checkFileMatrix(counted, 'x')
  expect(copy).toEqual(matrix)
  expect(Object.isFrozen(copy)).toBe(true)
  expect(reads.sort()).toEqual(Object.keys(matrix).sort())
})

test('no row, a larger file and a time before 1970 are fine', () => {
  for (const change of [{ rows: 0 }, { bytes: 189 }, { modified: '-1' }])
    expect(checkFileMatrix({ ...matrix, ...change }, 'x')).toEqual({ ...matrix, ...change })
})

test.each([
  [{ path: 7 }, 'Expected a path for x.path but received 7 of type number'],
  [{ path: '' }, 'Expected a path for x.path but received  of type string'],
  [{ path: '/a\0b' }, 'a path without a null character for x.path but received "/a\\u0000b"'],
  [{ offset: -1 }, 'Expected an integer of at least 0 for x.offset but received -1 of type number'],
  [{ offset: 2 ** 53 }, 'an integer of at least 0 for x.offset'],
  [{ type: 'float16' }, 'Expected float32 or float64 for x.type but received float16 of type string'],
  [{ rows: 1.5 }, 'an integer of at least 0 for x.rows'],
  [{ rows: -1 }, 'an integer of at least 0 for x.rows'],
  [{ rows: '5' }, 'an integer of at least 0 for x.rows but received 5 of type string'],
  [{ cols: 0 }, 'Expected an integer of at least 1 for x.cols but received 0 of type number'],
  [{ cols: NaN }, 'an integer of at least 1 for x.cols'],
  [{ bytes: Infinity }, 'an integer of at least 0 for x.bytes'],
  [{ modified: 1700000000 }, 'Expected nanoseconds in decimal for x.modified but received 1700000000 of type number'],
  [{ modified: '1e9' }, 'nanoseconds in decimal for x.modified'],
  [{ modified: '9'.repeat(31) }, 'nanoseconds in decimal for x.modified'],
])('%j is refused', (change, message) => {
  expect(() => checkFileMatrix({ ...matrix, ...change }, 'x')).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringContaining(message) }),
  )
})

test('what is no matrix on disk is refused', () => {
  for (const value of [null, undefined, 3, 'x.npy', [], { data: [], rows: 0, cols: 1 }])
    expect(() => checkFileMatrix(value, 'x')).toThrow(
      expect.objectContaining({
        code: 'INVALID_ARGUMENT',
        message: expect.stringContaining('Expected a matrix on disk {path, offset, type, rows, cols, …} for x'),
      }),
    )
})

test('values that the file cannot hold are refused, overflowing products too', () => {
  const tooSmall = { ...matrix, bytes: 187 }
  expect(() => checkFileMatrix(tooSmall, 'x')).toThrow(
    expect.objectContaining({
      code: 'INVALID_SHAPE',
      message: 'Expected at least 188 bytes (5 x 3 float32 values from byte 128 on) for x but received 187',
    }),
  )
  const most = Number.MAX_SAFE_INTEGER
  for (const change of [
    { rows: most, cols: most },
    { rows: 2 ** 32, cols: 2 ** 32 },
    { rows: most, cols: 1, type: 'float64' },
    { offset: most },
  ])
    expect(() => checkFileMatrix({ ...matrix, bytes: most, ...change }, 'x')).toThrow(
      expect.objectContaining({ code: 'INVALID_SHAPE' }),
    )
})
