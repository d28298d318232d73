import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { DataFiles, dataFolder } from './data-files.js'
import { dataManifest } from './data-manifest.js'
import { temporaryFolder } from './testing/temporary-folder.js'

const content = Buffer.from('similarity judgements')
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const url = 'https://example.org/ratings'
const entry = { name: 'set/ratings.csv', url, licence: 'CC0', bytes: content.length, sha256: sha256(content) }
const zipped = { ...entry, name: 'set/ratings.csv.gz', content: 'gzip' }

async function reader(file: object, stored: Record<string, Uint8Array>, acceptUnverified = false) {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'set'))
  for (const [name, bytes] of Object.entries(stored)) await writeFile(join(folder, 'set', name), bytes)
  return new DataFiles(dataManifest.parse({ files: [file] }), folder, acceptUnverified)
}

describe('a file of the manifest', () => {
  test('is read, verified and recorded once', async () => {
    const files = await reader(entry, { 'ratings.csv': content })
    expect(Buffer.from(await files.read(entry.name))).toEqual(content)
    await files.read(entry.name)
    const { name, bytes, licence } = entry
    expect(files.records).toEqual([{ name, bytes, sha256: entry.sha256, verified: true, licence }])
  })
  test('that is not listed', async () => {
    const files = await reader(entry, { 'other.csv': content })
    const error = { code: 'INVALID_MANIFEST', message: 'Expected data.json to list set/other.csv' }
    await expect(files.read('set/other.csv')).rejects.toMatchObject(error)
  })
  test('without a data folder', async () => {
    const files = new DataFiles(dataManifest.parse({ files: [entry] }), undefined, false)
    await expect(files.read(entry.name)).rejects.toMatchObject({
      code: 'DATA_MISSING',
      message: `Expected LIKENESS_DATA_DIR to name the folder of the real data (set/ratings.csv from ${url}) but it is not set`,
    })
  })
  test('that is not there names folder, address and licence', async () => {
    const files = await reader(entry, {})
    await expect(files.read(entry.name)).rejects.toMatchObject({
      code: 'DATA_MISSING',
      message: `Expected set/ratings.csv in ${files.folder} but it is not there: get it from ${url} (CC0)`,
    })
  })
  test('that is a folder is not there', async () => {
    const files = await reader({ ...entry, name: 'set' }, {})
    await expect(files.read('set')).rejects.toMatchObject({ code: 'DATA_MISSING' })
  })
})

describe('another checksum', () => {
  const other = Buffer.from('Similarity judgements')
  test('is an error that names both sums and the address', async () => {
    const files = await reader(entry, { 'ratings.csv': other })
    const error = await files.read(entry.name).catch((e: Error) => e)
    expect(error).toMatchObject({ code: 'DATA_MISMATCH' })
    for (const part of [entry.name, entry.sha256, sha256(other), url, '--unverified-inputs'])
      expect((error as Error).message).toContain(part)
    expect(files.records).toEqual([])
  })
  test('is recorded as not verified where that is accepted', async () => {
    const files = await reader(entry, { 'ratings.csv': other }, true)
    expect(Buffer.from(await files.read(entry.name))).toEqual(other)
    expect(files.records).toMatchObject([{ sha256: sha256(other), verified: false }])
  })
})

describe('a gzip file', () => {
  test('is judged by its content, not by its header', async () => {
    const [plain, named] = [gzipSync(content, { level: 1 }), gzipSync(content)]
    named[4] = 99 // another time of compression
    expect(named.equals(plain)).toBe(false)
    for (const bytes of [plain, named]) {
      const files = await reader(zipped, { 'ratings.csv.gz': bytes })
      expect(Buffer.from(await files.read(zipped.name))).toEqual(content)
      expect(files.records).toMatchObject([{ name: zipped.name, verified: true }])
    }
  })
  test.each(['ratings.csv', 'ratings.csv.gz'])('may lie there decompressed, as %s', async (name) => {
    const files = await reader(zipped, { [name]: content })
    expect(Buffer.from(await files.read(zipped.name))).toEqual(content)
  })
  test.each([
    ['truncated', gzipSync(content).subarray(0, 20)],
    ['cut after its header', gzipSync(content).subarray(0, 10)],
    ['a bomb', gzipSync(Buffer.alloc(64 * 2 ** 20))],
    ['followed by something', Buffer.concat([gzipSync(content), Buffer.from('more')])],
  ])('%s gives one error naming file and address', async (_, bytes) => {
    for (const accept of [false, true]) {
      const files = await reader(zipped, { 'ratings.csv.gz': bytes }, accept)
      const error = await files.read(zipped.name).catch((e: Error) => e)
      expect(error).toMatchObject({ code: 'DATA_MISMATCH' })
      expect((error as Error).message).toMatch(/^Expected .*gzip "set\/ratings.csv.gz".*: get it anew from https:/)
    }
  })
})

describe('the manifest', () => {
  test.each([
    '../secret',
    'a/../../secret',
    'a/..',
    '/etc/passwd',
    'C:\\x',
    'C:x',
    '..\\x',
    '',
    '.',
    './a',
    'a//b',
    'a\0b',
  ])('refuses the name %j', (name) => {
    expect(() => dataManifest.parse({ files: [{ ...entry, name }] })).toThrow('Expected a path inside the data folder')
  })
  test.each(['a', 'a/b.csv', '..a/b', 'a b/c'])('takes the name %j', (name) => {
    expect(dataManifest.parse({ files: [{ ...entry, name }] }).files[0]).toMatchObject({ name, content: 'file' })
  })
  test.each(['javascript:alert(1)', 'file:///etc/passwd', 'ftp://example.org/x', 'example.org'])(
    'refuses the address %s',
    (address) => {
      expect(() => dataManifest.parse({ files: [{ ...entry, url: address }] })).toThrow('http or https address')
    },
  )
})

describe('the data folder', () => {
  afterEach(() => vi.unstubAllEnvs())
  test.each([
    ['data', '/root/data'],
    ['../shared', '/shared'],
    ['/elsewhere', '/elsewhere'],
    ['', undefined],
  ])('LIKENESS_DATA_DIR %j counts from the root', (value, folder) => {
    vi.stubEnv('LIKENESS_DATA_DIR', value)
    expect(dataFolder('/root')).toBe(folder)
  })
  test('is not there without the variable', () => {
    vi.stubEnv('LIKENESS_DATA_DIR', undefined)
    expect(dataFolder('/root')).toBeUndefined()
  })
})
