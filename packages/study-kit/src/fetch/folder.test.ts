import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lineCutter, localServer, serve } from '../testing/local-server.js'
import { entryOf, fetchOne, filesIn, madeBytes, madeNetwork, sha256, unpinnedEntry } from '../testing/made-fetch.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const content = madeBytes(20_000)
const older = madeBytes(20_001).subarray(1)

/** A data folder beside a secret one, and an honest server. */
async function scene() {
  const outer = await temporaryFolder()
  const [folder, secret] = [join(outer, 'data'), join(outer, 'secret')]
  await mkdir(folder)
  await mkdir(secret)
  await writeFile(join(secret, 'file.bin'), 'mine')
  const { address, asked } = await localServer((request, response) => serve(request, response, content))
  const untouched = async () => {
    expect(await readFile(join(secret, 'file.bin'), 'utf8')).toBe('mine')
    expect(await filesIn(secret)).toEqual(['file.bin'])
  }
  return { folder, secret, untouched, asked, entry: entryOf(content, `${address}/f`) }
}

describe('nothing is written outside the folder', () => {
  test('where a folder of it is a link that leads out', async () => {
    const { folder, secret, untouched, entry } = await scene()
    await symlink(secret, join(folder, 'set'))
    // The link's own file is read, and is not what the manifest lists.
    const { state, problem } = await fetchOne(entry, folder, { replace: true })
    expect({ state, problem }).toMatchObject({ state: 'failed', problem: expect.stringContaining('a link to') })
    await untouched()
  })
  test('where the file itself is a link: the link is replaced', async () => {
    const { folder, secret, untouched, entry } = await scene()
    await mkdir(join(folder, 'set'))
    await symlink(join(secret, 'file.bin'), join(folder, 'set/file.bin'))
    expect(await fetchOne(entry, folder, { replace: true })).toMatchObject({ state: 'fetched' })
    expect(new Uint8Array(await readFile(join(folder, 'set/file.bin')))).toEqual(content)
    await untouched()
  })
  test('where the part is a link', async () => {
    const { folder, secret, untouched, entry } = await scene()
    await mkdir(join(folder, 'set'))
    await symlink(join(secret, 'file.bin'), join(folder, 'set/file.bin.part'))
    expect(await fetchOne(entry, folder)).toMatchObject({ state: 'failed', problem: expect.stringContaining('ELOOP') })
    await untouched()
  })
  test('a link within it may stay', async () => {
    const { folder, entry } = await scene()
    await mkdir(join(folder, 'elsewhere'))
    await symlink('elsewhere', join(folder, 'set'))
    expect(await fetchOne(entry, folder)).toMatchObject({ state: 'fetched' })
    expect(await filesIn(folder)).toEqual(['elsewhere/file.bin', 'set'])
  })
  test('a file where a folder must be is an error', async () => {
    const { folder, entry } = await scene()
    await writeFile(join(folder, 'set'), 'a file')
    expect((await fetchOne(entry, folder)).state).toBe('failed')
  })
})

describe('a file that is there', () => {
  test('and is another one is left alone, unless it may be replaced', async () => {
    const { folder, entry, asked } = await scene()
    await mkdir(join(folder, 'set'))
    await writeFile(join(folder, 'set/file.bin'), older)
    const { state, problem } = await fetchOne(entry, folder)
    expect(state).toBe('failed')
    for (const part of [sha256(content), sha256(older), '--replace']) expect(problem).toContain(part)
    expect(asked).toEqual([])
    expect(await fetchOne(entry, folder, { replace: true })).toMatchObject({ state: 'fetched' })
    expect(new Uint8Array(await readFile(join(folder, 'set/file.bin')))).toEqual(content)
  })
})

describe('a part of an earlier fetch', () => {
  const left = async (folder: string, bytes: Uint8Array, address: string, validator?: string) => {
    await mkdir(join(folder, 'set'))
    await writeFile(join(folder, 'set/file.bin.part'), bytes)
    await writeFile(join(folder, 'set/file.bin.part.json'), JSON.stringify({ address, validator }))
  }
  test('is gone on with', async () => {
    const { folder, entry, asked } = await scene()
    await left(folder, content.subarray(0, 7000), entry.download!, '"one"')
    expect(await fetchOne(entry, folder)).toMatchObject({ state: 'fetched' })
    expect(asked).toMatchObject([{ range: 'bytes=7000-', ifRange: '"one"' }])
    expect(await filesIn(folder)).toEqual(['set/file.bin'])
  })
  test('that is whole is only checked', async () => {
    const { folder, entry, asked } = await scene()
    await left(folder, content, entry.download!)
    expect(await fetchOne(entry, folder)).toMatchObject({ state: 'fetched' })
    expect(asked).toEqual([])
  })
  test.each([
    ['of wrong bytes', older.subarray(0, 7000)],
    ['whole and wrong', older],
    ['longer than the file', madeBytes(30_000)],
  ])('%s is given up for a new one', async (_, bytes) => {
    const { folder, entry } = await scene()
    await left(folder, bytes, entry.download!)
    expect(await fetchOne(entry, folder)).toMatchObject({ state: 'fetched' })
    expect(new Uint8Array(await readFile(join(folder, 'set/file.bin')))).toEqual(content)
  })
  test('of another address, or without its notes, is not gone on with', async () => {
    for (const notes of [JSON.stringify({ address: 'https://example.org/other' }), '{', '']) {
      const { folder, entry, asked } = await scene()
      await left(folder, older.subarray(0, 7000), entry.download!)
      await writeFile(join(folder, 'set/file.bin.part.json'), notes)
      expect(await fetchOne(entry, folder)).toMatchObject({ state: 'fetched' })
      expect(asked).toMatchObject([{ range: undefined }])
    }
  })
})

describe('two fetches of one file', () => {
  const lock = async (folder: string, owner: object) => {
    await mkdir(join(folder, 'set'))
    await writeFile(join(folder, 'set/file.bin.lock'), JSON.stringify(owner))
  }
  test('do not write it at once', async () => {
    const { folder, entry, asked } = await scene()
    await lock(folder, { host: hostname(), process: process.pid })
    const { problem } = await fetchOne(entry, folder)
    expect(problem).toContain(`process ${process.pid} on ${hostname()} fetches it`)
    expect(asked).toEqual([])
  })
  test('one that was killed holds nothing up', async () => {
    const { folder, entry } = await scene()
    await lock(folder, { host: hostname(), process: 2 ** 22 + 1 })
    expect(await fetchOne(entry, folder)).toMatchObject({ state: 'fetched' })
    expect(await filesIn(folder)).toEqual(['set/file.bin'])
  })
  test('one on another machine is not judged', async () => {
    const { folder, entry } = await scene()
    await lock(folder, { host: 'elsewhere.example', process: 1 })
    expect((await fetchOne(entry, folder)).problem).toContain('on elsewhere.example fetches it')
  })
})

describe('a file that nobody published a checksum of', () => {
  test('is refused, then recorded when that is asked for, then held to it', async () => {
    const { folder, entry } = await scene()
    const file = unpinnedEntry(entry.download!)
    expect(await fetchOne(file, folder)).toEqual({
      ...{ name: 'set/file.bin', state: 'unpinned' },
      problem: 'nobody has published one; --record takes it as it comes',
    })
    expect(await filesIn(folder)).toEqual([])
    const identity = { bytes: content.length, sha256: sha256(content) }
    expect(await fetchOne(file, folder, { record: true })).toMatchObject({ state: 'fetched', identity })
    expect(JSON.parse(await readFile(join(folder, 'likeness-pins.json'), 'utf8'))).toEqual({
      format: 'likeness-pins/1',
      files: { 'set/file.bin': { ...identity, from: file.download, recorded: '1970-01-01T00:16:40.000Z' } },
    })
    expect(await fetchOne(file, folder)).toMatchObject({ state: 'present', identity })
    await writeFile(join(folder, 'set/file.bin'), older)
    expect((await fetchOne(file, folder)).problem).toContain(`Expected sha256 ${identity.sha256}`)
  })
  test('is recorded where a person laid it', async () => {
    const { folder, entry, asked } = await scene()
    const file = unpinnedEntry(entry.download!)
    await mkdir(join(folder, 'set'))
    await writeFile(join(folder, 'set/file.bin'), older)
    expect((await fetchOne(file, folder)).problem).toContain('--record notes the one that is there')
    expect(await fetchOne(file, folder, { record: true })).toMatchObject({ state: 'present' })
    expect(asked).toEqual([])
  })
  test('has a largest size', async () => {
    const { folder, entry } = await scene()
    const file = unpinnedEntry(entry.download!, { unpinned: { why: 'none', most: 19_999 } })
    expect((await fetchOne(file, folder, { record: true })).problem).toContain('at most 19999 bytes')
  })
  test('is not gone on with where the server names no version', async () => {
    const folder = await temporaryFolder()
    const { send, onBytes } = lineCutter()
    const { address, asked } = await localServer((_, response, count) => {
      response.writeHead(200, { 'content-length': content.length })
      if (count > 1) return void response.end(content)
      send(response, content.subarray(0, 100))
    })
    const file = unpinnedEntry(`${address}/f`)
    expect(await fetchOne(file, folder, { record: true, onBytes })).toMatchObject({ state: 'fetched' })
    expect(asked.map(({ range }) => range)).toEqual([undefined, undefined])
  })
  test('of a damaged list of pins is an error', async () => {
    const { folder, entry } = await scene()
    await writeFile(join(folder, 'likeness-pins.json'), '{')
    const { state, problem } = await fetchOne(unpinnedEntry(entry.download!), folder, { record: true })
    expect({ state, problem }).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('likeness-pins.json'),
    })
  })
})

describe('cancelling', () => {
  test('keeps the part, and the next fetch goes on with it', async () => {
    const folder = await temporaryFolder()
    const controller = new AbortController()
    const { address, asked } = await localServer((request, response, count) => {
      if (count > 1) return serve(request, response, content)
      response.writeHead(200, { etag: '"one"', 'content-length': content.length }).write(content.subarray(0, 6000))
    })
    const entry = entryOf(content, `${address}/f`)
    const reason = new Error('enough')
    const onBytes = (_: string, done: number) => done > 0 && controller.abort(reason)
    await expect(fetchOne(entry, folder, { signal: controller.signal, onBytes })).rejects.toBe(reason)
    const parts = await filesIn(folder)
    expect(parts).toEqual(['set/file.bin.part', 'set/file.bin.part.json'])
    const kept = (await readFile(join(folder, 'set/file.bin.part'))).length
    expect(kept).toBeGreaterThan(0)
    expect(await fetchOne(entry, folder)).toMatchObject({ state: 'fetched' })
    expect(asked[1]).toMatchObject({ range: `bytes=${kept}-`, ifRange: '"one"' })
  })
  test('ends a pause between attempts', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const { address } = await localServer((_, response) => void response.writeHead(503).end())
    const sleep = (_: number, signal: AbortSignal) => {
      controller.abort(reason)
      return Promise.reject(signal.reason as Error)
    }
    const asked = fetchOne(entryOf(content, `${address}/f`), await temporaryFolder(), {
      ...{ signal: controller.signal, network: madeNetwork({ sleep }) },
    })
    await expect(asked).rejects.toBe(reason)
  })
})
