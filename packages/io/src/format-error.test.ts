import { describe, expect, test } from 'vitest'
import { FormatError, formatError, formatLabel, quote, requireBytes, requireLimit, shapeText } from './format-error.js'

describe('FormatError', () => {
  test('is an Error with a code, a cause and one sentence', () => {
    const cause = new Error('inner')
    const error = formatError('INVALID_FORMAT', formatLabel('npy', 'a.npy'), '8 bytes', '7', cause)
    expect(error).toBeInstanceOf(FormatError)
    expect(error).toMatchObject({ name: 'FormatError', code: 'INVALID_FORMAT', cause })
    expect(error.message).toBe('Expected 8 bytes for npy "a.npy" but received 7')
    expect(formatLabel('npy', undefined)).toBe('npy bytes')
  })

  test('text from files is quoted, escaped and cut', () => {
    expect(quote('a"\u001b[31m\n')).toBe('"a\\"\\u001b[31m\\n"')
    expect(quote('x'.repeat(1e6))).toBe(`"${'x'.repeat(79)}…"`)
    expect(shapeText([])).toBe('()')
    expect(shapeText(Array<number>(255).fill(9))).toBe('9 x 9 x 9 x 9 x 9 x 9 x 9 x 9 x …')
  })
})

describe('arguments', () => {
  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['text', 'string'],
    [[1, 2], 'Array'],
    [new ArrayBuffer(4), 'ArrayBuffer'],
    [new Float32Array(4), 'Float32Array'],
    [Object.create(null), 'an object'],
  ])('bytes must be a Uint8Array, not %o', (value, received) => {
    expect(() => requireBytes(value)).toThrow(new TypeError(`Expected a Uint8Array for bytes but received ${received}`))
  })

  test('a Buffer is a Uint8Array', () => expect(() => requireBytes(Buffer.alloc(1))).not.toThrow())

  test.each([NaN, Infinity, -1])('a limit must be finite and >= 0, not %d', (value) => {
    expect(() => requireLimit('limit', value)).toThrow(
      new TypeError(`Expected a finite number >= 0 for limit but received ${value}`),
    )
  })
})
