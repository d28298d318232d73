import { describe, expect, test } from 'vitest'
import { ByteReader } from './byte-reader.js'
import { FormatError } from './format-error.js'
import type { PickleHost, PickleValue } from './pickle-machine.js'
import { dict, emptyList, float, get, int, list, none, pickle, put, str, tuple } from './testing/build-torch.js'
import { unpickle } from './unpickle.js'

const host: PickleHost = {
  global: (name) => ({ kind: `global ${name}` }),
  reduce: (callable, args) => [callable, args],
  persistent: (id) => ['persistent', id],
  build: (target, state) => void (target as PickleValue[]).push('state', state),
}

const run = (...code: readonly (number | readonly number[])[]) =>
  unpickle(new ByteReader(Uint8Array.from(pickle(code.flat())), 'pickle bytes'), host)

describe('unpickle', () => {
  test.each([
    ['NONE', none, null],
    ['NEWTRUE', [0x88], true],
    ['NEWFALSE', [0x89], false],
    ['BININT1', [0x4b, 255], 255],
    ['BININT2', [0x4d, 1, 2], 513],
    ['BININT', [0x4a, 0xfe, 0xff, 0xff, 0xff], -2],
    ['LONG1 of no byte', [0x8a, 0], 0],
    ['LONG1 of one byte', [0x8a, 1, 0x80], -128],
    ['LONG1 with a sign byte', [0x8a, 2, 0xff, 0x00], 255],
    ['LONG1 at the edge of a number', int(2n ** 53n - 1n), 2 ** 53 - 1],
    ['LONG1 beyond it', int(2n ** 53n), 2n ** 53n],
    ['LONG1 far below zero', [0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0xff], -(2n ** 64n)],
    ['BINFLOAT', float(98.71), 98.71],
    ['BINFLOAT NaN', float(NaN), NaN],
    ['BINFLOAT -0', float(-0), -0],
    ['SHORT_BINSTRING', str('abc'), 'abc'],
    ['BINUNICODE', [0x58, 5, 0, 0, 0, 0xef, 0xbb, 0xbf, 0xc3, 0xa4], '\ufeffä'],
    ['EMPTY_TUPLE', [0x29], []],
    ['TUPLE1', [...int(1), 0x85], [1]],
    ['TUPLE2', [...int(1), ...int(2), 0x86], [1, 2]],
    ['TUPLE3', [...int(1), ...int(2), ...int(3), 0x87], [1, 2, 3]],
    ['TUPLE', tuple(int(1), tuple(), str('x')), [1, [], 'x']],
    ['APPENDS', list(int(1), list(), int(2)), [1, [], 2]],
    ['APPEND', [...emptyList, ...int(1), 0x61, ...int(2), 0x61], [1, 2]],
    ['SETITEMS', dict({ a: int(1), b: none }), new Map<string, unknown>([['a', 1], ['b', null]])], // prettier-ignore
    ['SETITEM', [0x7d, ...str('a'), ...int(1), 0x73, ...str('a'), ...int(2), 0x73], new Map([['a', 2]])],
    ['BINPUT, BINGET', tuple([...str('x'), ...put(7)], get(7)), ['x', 'x']],
    ['LONG_BINPUT, LONG_BINGET', [...str('x'), 0x72, 0, 0, 0, 0xff, 0x6a, 0, 0, 0, 0xff, 0x86], ['x', 'x']],
    ['GLOBAL', [0x63, ...Buffer.from('a.b\nc\n')], { kind: 'global a.b.c' }],
    ['REDUCE', [...str('f'), ...tuple(int(1)), 0x52], ['f', [1]]],
    ['BINPERSID', [...tuple(int(1)), 0x51], ['persistent', [1]]],
    ['BUILD', [...emptyList, ...int(1), 0x62], ['state', 1]],
    ['SHORT_BINUNICODE', [0x8c, 2, 0xc3, 0xa4], 'ä'],
    ['STACK_GLOBAL', [...str('a.b'), ...str('c'), 0x93], { kind: 'global a.b.c' }],
    ['MEMOIZE', tuple([...str('x'), 0x94], [...str('y'), 0x94], get(0), get(1)), ['x', 'y', 'x', 'y']],
    ['FRAME', [0x95, 11, 0, 0, 0, 0, 0, 0, 0, ...int(3)], 3],
  ])('%s', (_, code, value) => {
    expect(run(code)).toEqual(value)
  })

  test('reads one pickle and stops behind it', () => {
    const reader = new ByteReader(Uint8Array.from([9, ...pickle(int(5)), ...pickle(int(6))]), 'pickle bytes', 1)
    expect([unpickle(reader, host), unpickle(reader, host)]).toEqual([5, 6])
    expect(reader.remaining).toBe(0)
  })

  test('keys such as __proto__ are only keys', () => {
    const value = run(dict({ constructor: int(2) }), str('__proto__'), dict({ polluted: int(1) }), 0x73)
    expect(value).toBeInstanceOf(Map)
    expect([...(value as Map<string, unknown>).keys()]).toEqual(['constructor', '__proto__'])
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('a list of 300,000 values is no problem for the call stack', () => {
    const values = run(emptyList, 0x28, Array<number>(300_000).fill(0x4e), 0x65)
    expect(values).toHaveLength(300_000)
  })
})

describe('unpickle refuses', () => {
  test.each([
    ['POP on an empty stack', [0x85], /a value on the pickle stack at byte 3 for pickle bytes but received an empty/],
    ['values below a mark', [...int(1), 0x28, 0x85], /a value on the pickle stack/],
    ['TUPLE without MARK', [0x74], /a mark on the pickle stack/],
    ['BINGET of nothing', get(3), /a memo entry 3 .* received none/],
    ['BINPUT of nothing', put(3), /a value on the pickle stack/],
    ['APPEND to a tuple', [...tuple(), ...int(1), 0x61], /a list to append to/],
    ['APPEND to a number', [...int(0), ...int(1), 0x61], /a list to append to/],
    ['SETITEMS of a list', [0x5d, 0x28, ...str('a'), ...int(1), 0x75], /a dictionary to set items of/],
    ['SETITEMS of half a pair', [0x7d, 0x28, ...str('a'), 0x75], /in pairs .* received 1 values/],
    ['an integer key', [0x7d, ...int(1), ...int(1), 0x73], /a string as dictionary key .* received a number/],
    ['None as key', [0x7d, ...none, ...int(1), 0x73], /received None/],
    ['text that is not UTF-8', str('\xff'), /UTF-8 text .* received "ÿ"/],
    ['STOP with nothing', [], /one value on the stack .* received 0 values and 0 marks/],
    ['STOP with two values', [...int(1), ...int(2)], /received 2 values and 0 marks/],
    ['STOP with a mark', [...int(1), 0x28], /received 1 values and 1 marks/],
    ['a GLOBAL without end', [0x63, 0x61, 0x0a, 0x62], /a line of a GLOBAL ended by byte 10/],
    ['a FRAME beyond the end', [0x95, 12, 0, 0, 0, 0, 0, 0, 0, ...int(3)], /a frame of at most 11 bytes .* 12/],
    ['a negative FRAME', [0x95, ...Array<number>(8).fill(255), ...int(3)], /received -1/],
    ['a STACK_GLOBAL of numbers', [...int(1), ...str('c'), 0x93], /strings for STACK_GLOBAL/],
    ['a string that is cut off', [0x58, 0xff, 0xff, 0xff, 0xff], /4294967295 bytes of string at byte 7/],
  ])('%s', (_, code, message) => {
    expect(() => run(code)).toThrow(FormatError)
    expect(() => run(code)).toThrow(message)
  })

  test.each([
    ['INST', 0x69],
    ['OBJ', 0x6f],
    ['NEWOBJ', 0x81],
    ['EXT1', 0x82],
    ['SHORT_BINBYTES', 0x43],
    ['EMPTY_SET', 0x8f],
    ['PERSID', 0x50],
  ])('the opcode %s', (_, code) => {
    const expected = {
      code: 'UNSUPPORTED_FORMAT',
      message: expect.stringContaining(`opcode 0x${code.toString(16)}`) as unknown,
    }
    expect(() => run(int(1), int(1), code)).toThrow(expect.objectContaining(expected))
  })

  test('another protocol, and bytes that are no pickle', () => {
    const read = (...bytes: number[]) => unpickle(new ByteReader(Uint8Array.from(bytes), 'pickle bytes'), host)
    expect(() => read(0x80, 6, 0x4e, 0x2e)).toThrow(
      'Expected pickle protocol 2 to 5 at byte 0 for pickle bytes but received 6',
    )
    expect(() => read(0x4e, 0x2e)).toThrow('Expected the pickle opcode PROTO at byte 0')
    expect(() => read(0x80, 2, 0x4e)).toThrow('Expected 1 bytes of a pickle opcode at byte 3')
  })
})
