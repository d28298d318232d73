import { describe, expect, test } from 'vitest'
import { findTensors } from './find-tensors.js'
import { float32Tensors } from './float32-tensors.js'
import { readTorch } from './read-torch.js'
import { readTorchZip } from './read-torch-zip.js'
import { call, type Code, dict, float, floatStorage, get, global, int, list, none, persistent, pickle, put, str, tuple } from './testing/build-torch.js' // prettier-ignore
import { buildZip, type RawFile } from './testing/build-zip.js'
import { base64Of, bytesOf, readGolden } from './testing/golden.js'
import { everyFlip, everyPrefix, seededFlips, seededPrefixes } from './testing/mutate.js'
import { probe, probeAll } from './testing/probe.js'
import { hostileReaders } from './testing/readers.js'

interface TorchCase {
  readonly name: string
  readonly file: string
  readonly tensors: Record<string, { dtype: string; shape: number[]; data: string }>
}

const golden = readGolden<{ read: TorchCase[] }>('torch-save.json')
const { torchZip } = hostileReaders
const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as unknown })

const storage = (size: number, key = '0', type: Code = floatStorage) =>
  persistent(tuple(str('storage'), type, str(key), str('cpu'), int(size)))
const empty = call(global('collections', 'OrderedDict'), tuple())
const tensor = (of: Code, shape: number[], strides: number[], more: Code[] = [[0x89], empty]) =>
  call(
    global('torch._utils', '_rebuild_tensor_v2'),
    tuple(of, int(0), tuple(...shape.map(int)), tuple(...strides.map(int)), ...more),
  )
const floats = (...values: number[]) => new Uint8Array(new Float32Array(values).buffer)
const file = (name: string, content: Uint8Array | string): RawFile => ({
  name: `m/${name}`,
  content: typeof content === 'string' ? Buffer.from(content) : content,
})

/** An archive of torch.save; further files replace those of the same name. */
function build(code: Code, storages: Record<string, Uint8Array> = {}, more: RawFile[] = []): Uint8Array {
  const data = Object.entries(storages).map(([key, content]) => file(`data/${key}`, content))
  const files = [file('data.pkl', Uint8Array.from(pickle(code))), ...data, file('version', '3\n')]
  return buildZip([...files.filter(({ name }) => !more.some((other) => other.name === name)), ...more])
}

const good = tensor(storage(4), [2, 2], [2, 1])
const four = { '0': floats(1, 2, 3, 4) }
const read = (bytes: Uint8Array) => readTorch(bytes, { name: 'f' })

describe('readTorch', () => {
  test.each(golden.read)('reads what torch.save wrote: $name', ({ file, tensors }) => {
    const found = findTensors(readTorch(bytesOf(file)).value)
    const listed = [...found].map(([name, { data, shape, dtype }]) => [name, { dtype, shape, data: base64Of(data) }])
    expect(listed).toEqual(Object.entries(tensors))
  })

  test('float32Tensors narrows floats and small integers, and refuses 64-bit integers', () => {
    const found = findTensors(readTorch(bytesOf(golden.read.find(({ name }) => name.startsWith('dtypes'))!.file)).value)
    expect(() => float32Tensors(found)).toThrow(/Expected floats for tensor "int64" but received 64-bit integers/)
    found.delete('int64')
    const narrow = float32Tensors(found)
    for (const name of ['float64', 'float16', 'uint8', 'int16'])
      expect([...narrow.get(name)!.data]).toEqual([0, 1, name.startsWith('float') ? 2.5 : 2, 100])
    expect([...narrow.get('bool')!.data]).toEqual([0, 1, 1, 1])
  })

  test('big-endian storages, as byteorder says', () => {
    const swapped = Uint8Array.from(Buffer.from(floats(1, 2, 3, 4)).swap32())
    const value = readTorch(build(good, { '0': swapped }, [file('byteorder', 'big')])).value
    expect(value).toEqual({ kind: 'tensor', data: new Float32Array([1, 2, 3, 4]), shape: [2, 2], dtype: 'float32' })
    expect(() => read(build(good, four, [file('byteorder', 'middle')]))).toThrow(refusal('INVALID_FORMAT', /little or/))
  })
})

describe('refuses', () => {
  test.each([
    ['a short storage', build(good, { '0': floats(1, 2, 3) }), /16 bytes of storage "0" for pt "f" but received 12/],
    ['a long storage', build(good, { '0': floats(1, 2, 3, 4, 5) }), /16 bytes of storage "0"/],
    ['a missing storage', build(good), /the file "m\/data\/0" in the archive/],
    ['a storage of no tensor', build(none, four), /only files that the pickle names .* "m\/data\/0"/],
    ['another file', build(good, four, [file('run.sh', 'rm')]), /only files that the pickle names .* "m\/run.sh"/],
    ['two pickles', build(none, {}, [{ name: 'n/data.pkl', content: new Uint8Array(1) }]), /one folder with data.pkl/],
    ['no pickle', buildZip([file('version', '3\n')]), /one folder with data.pkl in the archive .* 0/],
    ['no version', build(none, {}, [{ name: 'x', content: new Uint8Array(0) }]).slice(), /only files that/],
    ['bytes behind the pickle', build(none, {}, [file('data.pkl', '\x80\x02N..')]), /Expected/],
    [
      'a legacy storage id',
      build(persistent(tuple(str('storage'), floatStorage, str('0'), str('cpu'), int(4), none))),
      /of 5 items/,
    ],
    ['more than a storage holds', build(tensor(storage(4), [5], [1]), four), /within the 4 elements/],
    [
      'a storage of two types',
      build(list(good, tensor(storage(4, '0', global('torch', 'IntStorage')), [1], [1])), four),
      /\(float32\).*\(int32\)/,
    ],
    ['hooks', build(tensor(storage(4), [1], [1], [[0x89], dict({ a: none })]), four), /no hooks/],
    [
      'a parameter of no tensor',
      build(call(global('torch._utils', '_rebuild_parameter'), tuple(none, [0x88], empty))),
      /tensor, flag and no hooks/,
    ],
    [
      'a bool of 2',
      build(tensor(storage(1, '0', global('torch', 'BoolStorage')), [1], [1]), { '0': Uint8Array.of(2) }),
      /0 or 1 as bools/,
    ],
  ])('%s', (_, bytes, message) => {
    // prettier-ignore
    expect(() => read(bytes)).toThrow(refusal('INVALID_FORMAT', message))
  })

  test.each([
    ['TorchScript', build(none, {}, [file('constants.pkl', 'x')]), /TorchScript: save its state_dict/],
    ['TorchScript code', build(none, {}, [file('code/a.py', 'x')]), /TorchScript/],
    ['version 11', build(none, {}, [file('version', '11\n')]), /a version from 1 to 10 .* "11/],
    ['a version that is no number', build(none, {}, [file('version', 'x')]), /a version from 1 to 10/],
    [
      'metadata of a tensor',
      build(tensor(storage(4), [1], [1], [[0x89], empty, dict({ conj: none })]), four),
      /without metadata/,
    ],
    ['a state of a dictionary', build([...empty, ...dict({ x: none }), 0x62]), /no state but _metadata/],
    ['a state of a tensor', build([...good, ...dict({}), 0x62], four), /no state but _metadata/],
    ['os.system', build(call(global('os', 'system'), tuple(str('x')))), /never executes a pickle.*"os.system"/],
    [
      'os.system by STACK_GLOBAL',
      build([...str('os'), ...str('system'), 0x93]),
      /never executes a pickle.*"os.system"/,
    ],
  ])('%s, by its name', (_, bytes, message) => {
    // prettier-ignore
    expect(() => read(bytes)).toThrow(refusal('UNSUPPORTED_FORMAT', message))
  })

  test('many views of one storage, and members that inflate above maxExpansion', () => {
    const once = [...good, ...put(9)]
    const views = list(once, ...Array<Code>(3000).fill(tensor([...storage(4)], [2, 2], [2, 1])))
    expect(read(build(views, four)).value).toHaveLength(3001)
    const zeros: RawFile = { ...file('data/0', new Uint8Array(4e6)), method: 8 }
    const wide = build(tensor(storage(1e6), [1e6], [1]), {}, [zeros])
    expect(() => read(wide)).toThrow(refusal('LIMIT_EXCEEDED', /maxExpansion 8/))
    expect(() => readTorchZip(build(good, four), { maxExpansion: 0.001 })).toThrow(refusal('LIMIT_EXCEEDED', /maxExp/))
    expect(get(9)).toHaveLength(2)
  })

  test('arguments of another type', () => {
    expect(() => readTorch('x' as never)).toThrow(TypeError)
    expect(() => readTorchZip(build(none), { maxExpansion: NaN })).toThrow(TypeError)
  })
})

describe('hostile files of torch.save', () => {
  const small = build(list(good, float(1)), four)

  test('every prefix is refused, every changed byte refused or read', () => {
    expect(probeAll(torchZip.read, everyPrefix(small), torchZip.bounds)).toEqual({ answered: 0, refused: small.length })
    const { answered, refused } = probeAll(torchZip.read, everyFlip(small, [1, 0x80]), torchZip.bounds)
    expect(answered).toBeGreaterThan(20)
    expect(refused).toBeGreaterThan(500)
  })

  test.each(golden.read.filter(({ name }) => /zip/.test(name)))('$name, cut and changed', ({ file }) => {
    const bytes = bytesOf(file)
    expect(probeAll(torchZip.read, seededPrefixes(bytes, 40, 1), torchZip.bounds).answered).toBe(0)
    expect(probeAll(torchZip.read, seededFlips(bytes, 80, 2), torchZip.bounds).refused).toBeGreaterThan(40)
  })

  test('a changed byte of the pickle, its CRC-32 made to fit', () => {
    const code = pickle(list(good, float(1)))
    let refused = 0
    for (const mutant of everyFlip(Uint8Array.from(code), [1, 0x80])) {
      const bytes = build(none, four, [file('data.pkl', mutant.bytes)])
      if (!probe(torchZip.read, { bytes, how: mutant.how }, torchZip.bounds)) refused++
    }
    expect(refused).toBeGreaterThan(code.length)
  })
})
