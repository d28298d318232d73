import { describe, expect, test } from 'vitest'
import { readTorchLegacy } from './read-torch-legacy.js'
import {
  assembleTorch,
  buildTorch,
  call,
  type Code,
  dict,
  floatStorage,
  get,
  global,
  int,
  list,
  none,
  persistent,
  put,
  rawStorage,
  storage,
  str,
  systemInfo,
  tensor,
  tuple,
} from './testing/build-torch.js'
import { probe } from './testing/probe.js'

const whole = storage('s', 4)
const good = { s: [1, 2, 3, 4] }
const bounds = { returned: 8, grown: 10, milliseconds: 2000 }

/** Refused with this code and message, in time and memory. */
function expectRefused(bytes: Uint8Array, code: string, message: RegExp): void {
  const read = (input: Uint8Array) => {
    readTorchLegacy(input, { name: 'f.pt' })
    return []
  }
  expect(probe(read, { bytes, how: 'as built' }, bounds)).toBeUndefined()
  expect(() => read(bytes)).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) as unknown }),
  )
}

const repeat = (count: number, code: Code): Code => Array<Code>(count).fill(code).flat()

describe('a pickle is never executed', () => {
  test.each([
    ['os', 'system'],
    ['posix', 'system'],
    ['builtins', 'eval'],
    ['__builtin__', 'getattr'],
    ['torch._utils', '_rebuild_qtensor'],
    ['torch', 'ComplexFloatStorage'],
    ['collections', 'defaultdict'],
    ['constructor', 'constructor'],
    ['', ''],
  ])('global %s.%s', (module, name) => {
    const attack = call(global(module, name), tuple(str('echo hello')))
    const message = new RegExp(`never executes a pickle.*received the global "${module}.${name}"`)
    expectRefused(buildTorch(attack), 'UNSUPPORTED_FORMAT', message)
    const late = dict({ w: tensor(whole, 0, [4], [1]), x: global(module, name) })
    expectRefused(buildTorch(late, good), 'UNSUPPORTED_FORMAT', message)
  })

  test('not in the pickles around the object either', () => {
    const attack = call(global('os', 'system'), tuple(str('x')))
    expectRefused(assembleTorch(none, attack, []), 'UNSUPPORTED_FORMAT', /the global "os.system"/)
    expectRefused(assembleTorch(none, list(), [], attack), 'UNSUPPORTED_FORMAT', /the global "os.system"/)
    expectRefused(assembleTorch(none, persistent(none), []), 'UNSUPPORTED_FORMAT', /a persistent id/)
    expectRefused(assembleTorch(none, call(none, none), []), 'UNSUPPORTED_FORMAT', /a call/)
  })

  test.each([
    ['a string', call(str('os.system'), tuple(str('x')))],
    ['a storage class', call(floatStorage, tuple(int(4)))],
    ['a forged global', call(dict({ kind: str('global'), name: str('collections.OrderedDict') }), tuple(list()))],
  ])('a call of %s', (_, code) => {
    expectRefused(buildTorch(code, good), 'INVALID_FORMAT', /a call of OrderedDict, _rebuild_tensor or/)
  })

  test.each([
    ['a class', floatStorage],
    ['a storage', whole],
    ['a function', global('torch._utils', '_rebuild_tensor')],
  ])('%s outside a tensor', (_, code) => {
    expectRefused(buildTorch(list(code), good), 'UNSUPPORTED_FORMAT', /a storage or class outside a tensor/)
  })

  test('a dictionary that imitates a tensor stays a Map', () => {
    const { value } = readTorchLegacy(buildTorch(dict({ kind: str('tensor'), data: int(1), ['__proto__']: int(2) })))
    expect(value).toEqual(new Map<string, unknown>([['kind', 'tensor'], ['data', 1], ['__proto__', 2]])) // prettier-ignore
  })
})

describe('containers', () => {
  test('100,000 nested lists', () => {
    expectRefused(buildTorch([...repeat(100_000, [0x5d]), ...repeat(99_999, [0x61])]), 'LIMIT_EXCEEDED', /1000 levels/)
    expectRefused(buildTorch([...none, ...repeat(100_000, [0x85])]), 'LIMIT_EXCEEDED', /1000 levels/)
    expectRefused(buildTorch(repeat(100_000, [0x28])), 'INVALID_FORMAT', /100000 marks/)
  })

  test('a list or dictionary that holds itself', () => {
    expectRefused(buildTorch([0x5d, ...put(1), ...get(1), 0x61]), 'INVALID_FORMAT', /holds itself/)
    const map: Code = [0x7d, ...put(1), ...str('me'), ...tuple(get(1)), 0x73]
    expectRefused(buildTorch(map), 'INVALID_FORMAT', /holds itself/)
    const pairs: Code = [0x5d, ...put(1), ...tuple(str('me'), get(1)), 0x61]
    expectRefused(
      buildTorch(call(global('collections', 'OrderedDict'), tuple(pairs))),
      'INVALID_FORMAT',
      /holds itself/,
    )
  })

  test('thirty doublings of a shared list', () => {
    const doubled = Array.from({ length: 30 }, (_, k): Code => [...put(k), ...get(k), 0x86]).flat()
    expectRefused(buildTorch([...none, ...doubled]), 'LIMIT_EXCEEDED', /values .* shared containers/)
  })

  test('one list of pairs given to many OrderedDicts', () => {
    const pairs = list(...Array<Code>(2000).fill(list(str('k'), none)))
    const build = [...get(1), ...get(2), 0x52]
    const twice = call(global('collections', 'OrderedDict'), tuple([...pairs, ...put(3)]))
    const code = [...global('collections', 'OrderedDict'), ...put(1), 0x4e, 0x86, ...tuple(pairs), ...put(2), 0x86]
    expectRefused(buildTorch(list(code, ...Array<Code>(2000).fill(build))), 'LIMIT_EXCEEDED', /OrderedDict items/)
    expect(readTorchLegacy(buildTorch(twice)).value).toEqual(new Map([['k', null]]))
  })

  test('arguments of OrderedDict that are no pairs', () => {
    for (const args of [tuple(int(1)), tuple(list(), list()), tuple(list(list(int(1)))), tuple(list(str('ab')))])
      expectRefused(buildTorch(call(global('collections', 'OrderedDict'), args)), 'INVALID_FORMAT', /for OrderedDict/)
    expectRefused(buildTorch(call(global('collections', 'OrderedDict'), list())), 'INVALID_FORMAT', /a tuple of arg/)
  })
})

describe('tensors', () => {
  test.each([
    ['one element too many', 0, [5], [1]],
    ['an offset that is too large', 1, [4], [1]],
    ['a stride that is too large', 0, [2, 2], [3, 1]],
    ['an expansion by stride 0', 0, [5, 1], [0, 1]],
    ['2^31 x 2^31 by stride 0', 0, [2 ** 31, 2 ** 31], [0, 0]],
    ['sizes whose product is 0 modulo 2^64', 0, [2 ** 32, 2 ** 32], [0, 0]],
    ['a stride near 2^53', 0, [2], [2 ** 53 - 1]],
    ['an offset near 2^53', 2 ** 53 - 1, [1], [1]],
    ['an empty view beyond the end', 5, [0], [1]],
  ])('%s', (_, offset, shape, strides) => {
    expectRefused(buildTorch(tensor(whole, offset, shape, strides), good), 'INVALID_FORMAT', /within the 4 elements/)
  })

  test.each([
    ['a negative size', 0, [-1], [1]],
    ['two negative sizes', 0, [-2, -2], [2, 1]],
    ['a negative stride', 3, [4], [-1]],
    ['a negative offset', -1, [1], [1]],
    ['a size of 2^62', 0, [2n ** 62n], [0]],
    ['an offset of -2^63', -(2n ** 63n), [1], [1]],
  ])('%s', (_, offset, shape, strides) => {
    expectRefused(
      buildTorch(tensor(whole, offset, shape, strides), good),
      'INVALID_FORMAT',
      /offset, sizes and strides/,
    )
  })

  test('more strides than sizes, and too many axes', () => {
    expectRefused(buildTorch(tensor(whole, 0, [4], [1, 1]), good), 'INVALID_FORMAT', /received 1 and 2/)
    const ones = Array<number>(65).fill(1)
    expectRefused(buildTorch(tensor(whole, 0, ones, ones), good), 'INVALID_FORMAT', /at most 64.* received 65 and 65/)
  })

  test('NaN, text and lists in place of sizes', () => {
    const rebuild = global('torch._utils', '_rebuild_tensor')
    const nan: Code = [0x47, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0]
    for (const bad of [tuple(nan), tuple(str('4')), tuple(none), list(int(4)), int(4), none])
      expectRefused(
        buildTorch(call(rebuild, tuple(whole, int(0), bad, tuple(int(1)))), good),
        'INVALID_FORMAT',
        /offset, sizes and strides/,
      )
    expectRefused(buildTorch(call(rebuild, tuple()), good), 'INVALID_FORMAT', /offset, sizes and strides/)
    expectRefused(buildTorch(call(rebuild, tuple(str('s'), int(0), tuple(), tuple()))), 'INVALID_FORMAT', /storage,/)
  })

  test('thousands of views of one storage', () => {
    const values = Array<number>(10_000).fill(0)
    const args = [...tuple(storage('s', 10_000), int(0), tuple(int(10_000)), tuple(int(1))), ...put(2)]
    const first = [...global('torch._utils', '_rebuild_tensor'), ...put(1), ...args, 0x52]
    const again = [...get(1), ...get(2), 0x52]
    const file = buildTorch(list(first, ...Array<Code>(5000).fill(again)), { s: values })
    expectRefused(file, 'LIMIT_EXCEEDED', /maxExpansion 8 x the file/)
  })
})

describe('storages', () => {
  const view = tensor(whole, 0, [4], [1])
  const keys = list(str('s'))

  test.each([
    [
      'a count of 2^62',
      rawStorage([1, 2, 3, 4], 2n ** 62n),
      /4 elements in storage "s" at byte \d+ .* 4611686018427387904/,
    ],
    ['a negative count', rawStorage([1, 2, 3, 4], -4), /4 elements in storage "s" .* received -4/],
    ['a smaller count', rawStorage([1, 2, 3, 4], 3), /received 3/],
    ['elements cut off', rawStorage([1, 2, 3], 4), /16 bytes of storage "s" .* the last 12 bytes/],
    ['a count cut off', [4, 0, 0], /8 bytes of storage size .* the last 3 bytes/],
    ['nothing', [], /8 bytes of storage size .* the last 0 bytes/],
    ['trailing bytes', [...rawStorage([1, 2, 3, 4]), 0], /the end of the file .* received 1 further bytes/],
  ])('%s', (_, raw, message) => {
    expectRefused(assembleTorch(view, keys, raw), 'INVALID_FORMAT', message)
  })

  const raw = rawStorage([1, 2, 3, 4])
  test.each([
    ['no key', list(), [], /1 storages .* received 0/],
    ['an unknown key', list(str('t')), raw, /each storage key of the pickle once .* the key "t"/],
    ['a key twice', list(str('s'), str('s')), [...raw, ...raw], /once .* the key "s"/],
    ['a key that is no string', list(int(1)), raw, /once .* received another value/],
    ['no list', str('s'), raw, /a list of storage keys/],
  ])('%s in the list of keys', (_, list, bytes, message) => {
    expectRefused(assembleTorch(view, list, bytes), 'INVALID_FORMAT', message)
  })

  test('a declared size far above the file allocates nothing', () => {
    const huge = 2 ** 40
    const file = assembleTorch(tensor(storage('s', huge), 0, [huge], [1]), keys, rawStorage([1], huge))
    expectRefused(file, 'LIMIT_EXCEEDED', /maxExpansion/)
    const unused = assembleTorch(tensor(storage('s', huge), 0, [1], [1]), keys, rawStorage([1], huge))
    expectRefused(unused, 'INVALID_FORMAT', /4398046511104 bytes of storage "s"/)
  })

  const id = (...items: Code[]) => persistent(tuple(...items))
  test.each([
    ['two sizes for one key', list(view, tensor(storage('s', 5), 0, [4], [1])), /4 elements in storage "s" .* 5/],
    ['another tag', id(str('module'), floatStorage, str('s'), str('cpu'), int(4), none), /begins \('storage'/],
    ['no class', id(str('storage'), none, str('s'), str('cpu'), int(4), none), /begins \('storage'/],
    ['five items', id(str('storage'), floatStorage, str('s'), str('cpu'), int(4)), /a storage id/],
    ['a text', persistent(str('storage')), /a storage id/],
    ['a negative size', id(str('storage'), floatStorage, str('s'), str('cpu'), int(-4), none), /integer >= 0/],
    ['a number as key', id(str('storage'), floatStorage, int(1), str('cpu'), int(4), none), /storage key/],
  ])('a persistent id with %s', (_, code, message) => {
    expectRefused(buildTorch(code, good), 'INVALID_FORMAT', message)
  })

  test('a view of a storage is unsupported', () => {
    const viewed = id(str('storage'), floatStorage, str('s'), str('cpu'), int(4), tuple(str('v'), int(0), int(2)))
    expectRefused(buildTorch(viewed, good), 'UNSUPPORTED_FORMAT', /received a view of another storage/)
  })
})

describe('other files', () => {
  const text = (content: string) => Uint8Array.from(Buffer.from(content, 'latin1'))

  test.each([
    ['zip', text(`PK\x03\x04${'x'.repeat(40)}`), /before PyTorch 1.6.* a zip file, which readTorch reads/],
    ['empty zip', text('PK\x05\x06'), /a zip file/],
    ['tar', text(`${'sys_info'.padEnd(257, '\0')}ustar`), /a tar file, from before PyTorch 0.1.10/],
  ])('%s', (_, bytes, message) => expectRefused(bytes, 'UNSUPPORTED_FORMAT', message))

  test('a bare pickle, text and nothing', () => {
    expectRefused(text('\x80\x02}q\x01.'.padEnd(40)), 'INVALID_FORMAT', /the signature 80028a0a6cfc.* received 80027d/)
    expectRefused(text('hello'), 'INVALID_FORMAT', /15 bytes of signature at byte 0 for pt "f.pt" .* last 5 bytes/)
    expectRefused(new Uint8Array(0), 'INVALID_FORMAT', /last 0 bytes/)
    expect(() => readTorchLegacy(undefined as never)).toThrow(TypeError)
  })

  test('another protocol version or byte order', () => {
    const file = buildTorch(none)
    file[18] = 0xea
    expectRefused(file, 'UNSUPPORTED_FORMAT', /protocol version 1001 .* received 1002/)
    const big = dict({ little_endian: [0x89] })
    expectRefused(assembleTorch(none, list(), [], big), 'UNSUPPORTED_FORMAT', /little-endian storages/)
    expectRefused(assembleTorch(none, list(), [], dict({})), 'UNSUPPORTED_FORMAT', /unstated/)
    expectRefused(assembleTorch(none, list(), [], none), 'INVALID_FORMAT', /a dictionary of system facts/)
    expect(readTorchLegacy(assembleTorch(none, list(), [], systemInfo)).value).toBeNull()
  })
})
