import { describe, expect, test } from 'vitest'
import { buildNpy, npyHeader } from '../testing/build-npy.js'
import { buildZip, type RawFile } from '../testing/build-zip.js'
import { bytesOf, readGolden } from '../testing/golden.js'
import { everyFlip, everyPrefix } from '../testing/mutate.js'
import { probe, probeAll } from '../testing/probe.js'
import { hostileReaders } from '../testing/readers.js'
import { readZip } from './read-zip.js'

const { npz } = hostileReaders
const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as unknown })
const text = (content: string) => new TextEncoder().encode(content)
const a: RawFile = { name: 'a', content: text('alpha') }
const b: RawFile = { name: 'b/ü', content: text('beta'.repeat(20)), method: 8, flags: 0x800 }
const readAll = (bytes: Uint8Array) => {
  const zip = readZip(bytes, { name: 'f' })
  return zip.names.map((name) => [name, Buffer.from(zip.read(name)).toString()])
}

describe('readZip', () => {
  test('reads stored and deflated files, folders left out, behind a comment', () => {
    const bytes = buildZip([a, { name: 'b/', content: text('') }, b], { comment: 'PK\x05\x06 not the end' })
    expect(readAll(bytes)).toEqual([['a', 'alpha'], ['b/ü', 'beta'.repeat(20)]]) // prettier-ignore
    expect(readAll(buildZip([]))).toEqual([])
    const zip = readZip(bytes)
    expect([zip.has('a'), zip.has('c')]).toEqual([true, false])
    expect(() => zip.read('c')).toThrow(refusal('INVALID_FORMAT', /the file "c" in the archive/))
    const shared = Buffer.from(bytes)
    const content = readZip(shared).read('a')
    shared.fill(0)
    expect(Buffer.from(content).toString()).toBe('alpha')
  })

  test.each([['../a'], ['b/../../a'], ['/a'], ['\\a'], ['C:\\a'], ['c:a'], ['a\\..\\b'], ['..'], [''], ['a\0b']])(
    'refuses the name %j',
    (name) => {
      // prettier-ignore
      const bytes = buildZip([{ ...a, name }])
      expect(() => readZip(bytes)).toThrow(refusal('INVALID_FORMAT', /a relative path without "\.\."/))
    },
  )

  test.each([
    ['a name twice', [a, a], {}, /each file name once at byte \d+ for zip "f" but received "a" twice/],
    ['two files over one content', [a, { ...b, offset: 0 }], {}, /a gap or an overlap/],
    ['a gap', [a, b], { gap: 1 }, /the next file at byte \d+ .* a gap or an overlap/],
    ['bytes of no file', [a], { gap: 1 }, /the zip directory at byte \d+ .* 1 bytes of no file/],
    ['another count', [a, b], { count: 3 }, /3 files in the directory/],
    ['another local name', [{ ...a, localName: 'c' }], {}, /name "a" in the local header of "a"/],
    ['another size', [{ ...a, size: 6 }], {}, /stored size 6|in the local header/],
    [
      'more content than declared',
      [{ ...b, size: 79 }],
      {},
      /a deflate stream of 79 bytes of content .* received more/,
    ],
    ['less content than declared', [{ ...b, size: 81 }], {}, /81 inflated bytes/],
    ['another CRC-32', [{ ...a, crc: 1 }], {}, /content with CRC-32 1 for zip "f", file "a",/],
    ['another CRC-32 of deflated content', [{ ...b, crc: 1 }], {}, /content with CRC-32 1/],
    ['a sized folder', [{ ...a, packed: 4 }], {}, /Expected .* for zip "f"/],
  ] as [string, RawFile[], object, RegExp][])('refuses %s', (_, files, options, message) => {
    expect(() => readAll(buildZip(files, options))).toThrow(refusal('INVALID_FORMAT', message))
  })

  test.each([
    ['encryption', { ...a, flags: 1 }, /no encryption for the file "a"/],
    ['other compression', { ...a, method: 12 }, /compression method 0 or 8 for the file "a" .* 12/],
    ['a second disk', { ...a, disk: 1 }, /an archive of one disk/],
    ['a code page', { ...a, name: 'ü' }, /file names in ASCII or UTF-8/],
  ] as [string, RawFile, RegExp][])('does not read %s', (_, file, message) => {
    expect(() => readAll(buildZip([file]))).toThrow(refusal('UNSUPPORTED_FORMAT', message))
  })

  test('a bomb is refused by its directory, or where the declared size is passed', () => {
    const zeros: RawFile = { name: 'z', content: new Uint8Array(2 ** 24), method: 8 }
    const before = process.memoryUsage().external
    const [honest, lying] = [buildZip([zeros]), buildZip([{ ...zeros, size: 1000 }])]
    const built = process.memoryUsage().external
    expect(() => readAll(honest)).toThrow(refusal('LIMIT_EXCEEDED', /maxExpansion 128 x \d+ \+ 65536\).* 16777216/))
    expect(() => readAll(lying)).toThrow(refusal('INVALID_FORMAT', /a deflate stream of 1000 bytes/))
    expect(process.memoryUsage().external - Math.max(built, before)).toBeLessThan(2 ** 20)
    expect(readZip(honest, { maxExpansion: 1100 }).read('z')).toHaveLength(2 ** 24)
  })

  test('sizes of many files count together', () => {
    const files = Array.from({ length: 40 }, (_, k) => ({ name: `${k}`, content: new Uint8Array(20_000), method: 8 }))
    expect(() => readZip(buildZip(files), { maxExpansion: 10 })).toThrow(refusal('LIMIT_EXCEEDED', /declares 800000/))
  })
})

describe('hostile archives', () => {
  const array = { name: 'x.npy', content: buildNpy(npyHeader('<f4', '(3,)'), new Uint8Array(12)) }
  const files: [string, Uint8Array][] = [
    ['stored', buildZip([array])],
    ['deflated', buildZip([{ ...array, method: 8 }])],
    ['streamed by zipfile', bytesOf(readGolden<{ read: { file: string }[] }>('npz.json').read[3]!.file)],
  ]

  test.each(files)('%s: every prefix is refused, every changed byte refused or read', (_, file) => {
    const content = npz.read(file)
    expect(probeAll(npz.read, everyPrefix(file), npz.bounds)).toEqual({ answered: 0, refused: file.length })
    const { answered, refused } = probeAll(npz.read, everyFlip(file, [1, 0x80, 0xff]), npz.bounds, (arrays, how) => {
      // The CRC-32 shows every change of content.
      expect(arrays, how).toEqual(content)
    })
    // Versions, times, attributes.
    expect(answered).toBeGreaterThan(20)
    expect(refused).toBeGreaterThan(5 * answered)
  })

  test('every number of the directory at its extremes', () => {
    const file = buildZip([array])
    const from = file.length - 22 - 46 - 5
    for (let at = from; at < file.length - 3; at++)
      for (const word of [0, 0x7fffffff, 0xffffffff, 0x80000000]) {
        const bytes = file.slice()
        new DataView(bytes.buffer).setUint32(at, word, true)
        probe(npz.read, { bytes, how: `word ${word} at ${at}` }, npz.bounds)
      }
  })
})
