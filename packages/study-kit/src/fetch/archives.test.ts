import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { dataManifest } from '../data-manifest.js'
import { localServer, serve } from '../testing/local-server.js'
import { entryOf, fetchOne, filesIn, madeBytes, madeNetwork, sha256, unpinnedEntry } from '../testing/made-fetch.js'
import { madeZip, type MadeMember } from '../testing/made-zip.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { fetchFiles } from './fetch-files.js'

const content = madeBytes(30_000)
const other = madeBytes(5000)
const read = async (folder: string, name = 'set/file.bin') => new Uint8Array(await readFile(join(folder, name)))

/** Fetches a file from an archive that a server has. */
async function fromArchive(archive: Uint8Array, changes: object, expected: Uint8Array = content) {
  // A folder in a folder: what led out of the inner one would be seen.
  const outer = await temporaryFolder()
  const folder = join(outer, 'data')
  const { address } = await localServer((request, response) => serve(request, response, archive))
  const fetched = await fetchOne(entryOf(expected, `${address}/a`, changes), folder)
  return { ...fetched, folder, files: await filesIn(outer) }
}
const zip = (members: readonly MadeMember[], member = 'in/file.bin', changes: object = {}) =>
  fromArchive(madeZip(members), { archive: { format: 'zip', member }, ...changes })
const gzip = (archive: Uint8Array, changes: object = {}) =>
  fromArchive(archive, { archive: { format: 'gzip' }, ...changes })

describe('a zip archive', () => {
  test('gives the member of the manifest, and no other', async () => {
    const { state, folder, files } = await zip([
      { name: 'in/', content: new Uint8Array() },
      { name: 'in/other.bin', content: other },
      { name: 'in/file.bin', content },
    ])
    expect({ state, files }).toEqual({ state: 'fetched', files: ['data/set/file.bin'] })
    expect(await read(folder)).toEqual(content)
  })
  test('is fetched once for all its members, and does not stay', async () => {
    const archive = madeZip([
      { name: 'a', content },
      { name: 'b', content: other },
    ])
    const folder = await temporaryFolder()
    const { address, asked } = await localServer((request, response) => serve(request, response, archive))
    const files = [
      entryOf(content, `${address}/a`, { archive: { format: 'zip', member: 'a' } }),
      entryOf(other, `${address}/a`, { name: 'set/b', archive: { format: 'zip', member: 'b' } }),
    ]
    const signal = new AbortController().signal
    const fetched = await fetchFiles({ files }, { folder, signal, network: madeNetwork() })
    expect(fetched.map(({ state }) => state)).toEqual(['fetched', 'fetched'])
    expect(asked).toHaveLength(1)
    expect(await filesIn(folder)).toEqual(['set/b', 'set/file.bin'])
  })
  test.each<[string, readonly MadeMember[], RegExp]>([
    ['lacks the member', [{ name: 'file.bin', content }], /in the zip archive but received none$/],
    [
      'has it twice',
      [
        { name: 'in/file.bin', content },
        { name: 'in/file.bin', content: other },
      ],
      /but received 2 of that name$/,
    ],
    ['has it encrypted', [{ name: 'in/file.bin', content, encrypted: true }], /but received one that is encrypted$/],
    ['has a link there', [{ name: 'in/file.bin', content, mode: 0o120777 }], /no regular file/],
    ['has a folder there', [{ name: 'in/file.bin', content, mode: 0o040755 }], /no regular file/],
    ['has a device there', [{ name: 'in/file.bin', content, mode: 0o020644 }], /no regular file/],
    ['has other content', [{ name: 'in/file.bin', content: content.map((b) => b ^ 1) }], /^Expected sha256 /],
    ['has less', [{ name: 'in/file.bin', content: other }], /^Expected 30000 bytes .* but received 5000$/],
    [
      'is a bomb that says so',
      [{ name: 'in/file.bin', content: new Uint8Array(2 ** 26) }],
      /at most 30000 bytes for in\/file.bin of the zip archive but it announces 67108864$/,
    ],
    [
      'is a bomb that lies',
      [{ name: 'in/file.bin', content: new Uint8Array(2 ** 26), announced: 30_000 }],
      /too many bytes|expands further/,
    ],
    ['announces less', [{ name: 'in/file.bin', content, announced: 10 }], /too many bytes/],
    ['names what leads up', [{ name: '../../out', content: other }, { name: 'in/file.bin', content }], /\.\./], // prettier-ignore
    ['names an absolute path', [{ name: '/tmp/out', content: other }, { name: 'in/file.bin', content }], /absolute path/], // prettier-ignore
    [
      'names a drive',
      [
        { name: 'C:/out', content: other },
        { name: 'in/file.bin', content },
      ],
      /absolute path/,
    ],
    ['names with backslashes', [{ name: '..\\out', content: other }, { name: 'in/file.bin', content }], /invalid characters/], // prettier-ignore
  ])('that %s shows nothing', async (_, members, message) => {
    const { state, problem, files } = await zip(members)
    expect(state).toBe('failed')
    expect(problem).toMatch(message)
    expect(files).toEqual([])
  })
  test.each(['../out', '/out', 'a/../../out'])('gives no member called %s, even when it is asked for', async (name) => {
    const { state, files } = await zip([{ name, content }], name)
    expect({ state, files }).toEqual({ state: 'failed', files: [] })
  })
  test.each([
    ['cut', madeZip([{ name: 'in/file.bin', content }]).subarray(0, -40)],
    ['empty', new Uint8Array(1)],
    ['a page', Buffer.from('<html>please log in</html>'.repeat(100))],
  ])('that is %s is named as damaged', async (_, archive) => {
    const { problem, files } = await fromArchive(archive, { archive: { format: 'zip', member: 'in/file.bin' } })
    expect(problem).toMatch(/received a damaged one/)
    expect(files).toEqual([])
  })
  test('may have a checksum of its own', async () => {
    const archive = madeZip([{ name: 'm', content }])
    const known = { format: 'zip', member: 'm', bytes: archive.length, sha256: sha256(archive) }
    expect(await fromArchive(archive, { archive: known })).toMatchObject({ state: 'fetched' })
    const { problem, files } = await fromArchive(archive, { archive: { ...known, sha256: sha256(content) } })
    expect(problem).toMatch(/^Expected sha256 .* for the archive of set\/file.bin but received /)
    expect(files).toEqual([])
  })
})

describe('a gzip archive', () => {
  test('is decompressed', async () => {
    const { state, folder, files } = await gzip(gzipSync(content))
    expect({ state, files }).toEqual({ state: 'fetched', files: ['data/set/file.bin'] })
    expect(await read(folder)).toEqual(content)
  })
  test.each([
    ['a bomb', gzipSync(new Uint8Array(2 ** 26)), /expands further/],
    ['a bomb too large to fetch', gzipSync(madeBytes(2 ** 18), { level: 0 }), /the server announces/],
    ['cut', gzipSync(content).subarray(0, -20), /damaged/],
    ['no gzip', content, /damaged/],
    ['of other content', gzipSync(content.map((b) => b ^ 1)), /^Expected sha256 /],
  ])('that is %s shows nothing', async (_, archive, message) => {
    const { state, problem, files } = await gzip(archive)
    expect(state).toBe('failed')
    expect(problem).toMatch(message)
    expect(files).toEqual([])
  })
})

describe('a gzip file whose content is listed', () => {
  const asContent = (archive: Uint8Array) => fromArchive(archive, { name: 'set/file.gz', content: 'gzip' })
  test('stays compressed, whatever its header', async () => {
    const packed = gzipSync(content)
    packed[4] = 99
    const { state, folder } = await asContent(packed)
    expect(state).toBe('fetched')
    expect(Buffer.from(await read(folder, 'set/file.gz'))).toEqual(packed)
  })
  test.each([
    ['a bomb', gzipSync(new Uint8Array(2 ** 26))],
    ['cut', gzipSync(content).subarray(0, -20)],
    ['followed by more', Buffer.concat([gzipSync(content), Buffer.from('more')])],
    ['of other content', gzipSync(other)],
  ])('shows nothing where it is %s', async (_, archive) => {
    const { state, files } = await asContent(archive)
    expect({ state, files }).toEqual({ state: 'failed', files: [] })
  })
})

describe('a manifest', () => {
  test.each([
    [{ archive: { format: 'zip' } }, 'Expected the name of the file in the zip archive'],
    [{ archive: { format: 'gzip' }, download: undefined }, 'Expected the address of the archive'],
    [{ sha256: undefined }, 'Expected bytes and sha256, or unpinned'],
    [{ unpinned: { why: 'x', most: 5 } }, 'Expected bytes and sha256, or unpinned'],
    [{ archive: { format: 'gzip' }, content: 'gzip' }, 'Expected a gzip content neither in an archive nor unpinned'],
  ])('refuses %j', (changes, message) => {
    expect(() => entryOf(content, 'https://example.org/f', changes)).toThrow(message)
  })
  test('refuses two files of one name', () => {
    const entry = unpinnedEntry('https://example.org/f')
    expect(() => dataManifest.parse({ files: [entry, entry] })).toThrow('Expected different names')
  })
})
