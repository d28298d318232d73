import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lineCutter, localServer, serve } from '../testing/local-server.js'
import { entryOf, fetchOne, filesIn, madeBytes, madeNetwork, unpinnedEntry } from '../testing/made-fetch.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const content = madeBytes(40_000)
const whole = async (folder: string) => new Uint8Array(await readFile(join(folder, 'set/file.bin')))
const nothingButParts = async (folder: string) =>
  expect((await filesIn(folder)).filter((name) => !/\.part(\.json)?$/.test(name))).toEqual([])

test('an honest server is asked once', async () => {
  const folder = await temporaryFolder()
  const { address, asked } = await localServer((request, response) => serve(request, response, content))
  expect(await fetchOne(entryOf(content, `${address}/f`), folder)).toMatchObject({ state: 'fetched' })
  expect(await whole(folder)).toEqual(content)
  expect(await filesIn(folder)).toEqual(['set/file.bin'])
  expect(asked).toHaveLength(1)
  expect(await fetchOne(entryOf(content, `${address}/f`), folder)).toMatchObject({ state: 'present' })
  expect(asked).toHaveLength(1)
})

describe('a server that', () => {
  test('truncates is gone on with, by range and version', async () => {
    const folder = await temporaryFolder()
    const { send, onBytes } = lineCutter()
    const { address, asked } = await localServer((request, response, count) => {
      if (count === 3) return serve(request, response, content)
      const start = count === 1 ? 0 : 10_000
      const range = { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }
      response.writeHead(count === 1 ? 200 : 206, { etag: '"one"', 'content-length': content.length - start, ...range })
      send(response, content.subarray(start, start + 10_000), start + 10_000)
    })
    const network = madeNetwork()
    const fetched = await fetchOne(entryOf(content, `${address}/f`), folder, { network, onBytes })
    expect(fetched).toMatchObject({ state: 'fetched' })
    expect(await whole(folder)).toEqual(content)
    expect(asked.map(({ range, ifRange }) => [range, ifRange])).toEqual([
      [undefined, undefined],
      ['bytes=10000-', '"one"'],
      ['bytes=20000-', '"one"'],
    ])
    // Each attempt brought bytes: the pauses do not grow.
    expect(network.pauses).toEqual([375, 375])
  })
  test('truncates for ever at the same byte is given up, and its part stays', async () => {
    const folder = await temporaryFolder()
    const { send, onBytes } = lineCutter()
    const { address, asked } = await localServer((_, response) => {
      response.writeHead(200, { 'content-length': content.length })
      send(response, content.subarray(0, 500))
    })
    const network = madeNetwork()
    const { state, problem } = await fetchOne(entryOf(content, `${address}/f`), folder, { network, onBytes })
    expect(state).toBe('failed')
    expect(problem).toMatch(/the line broke .*, 4 times in a row$/)
    expect(asked).toHaveLength(4)
    expect(network.pauses).toEqual([375, 750, 1500])
    await nothingButParts(folder)
  })
  test.each([
    ['before its head', (response: ServerResponse) => void response],
    ['in its body', (response: ServerResponse) =>
        void response.writeHead(200, { 'content-length': content.length }).write(content.subarray(0, 100))], // prettier-ignore
  ])('stalls %s is left, and tried again', async (_, stall) => {
    const folder = await temporaryFolder()
    const { address, asked } = await localServer((request, response, count) =>
      count === 1 ? stall(response) : serve(request, response, content),
    )
    const network = madeNetwork({ headersTimeout: 300, bodyTimeout: 300, retries: 50 })
    expect(await fetchOne(entryOf(content, `${address}/f`), folder, { network })).toMatchObject({ state: 'fetched' })
    expect(await whole(folder)).toEqual(content)
    expect(asked.length).toBeGreaterThan(1)
  })
  test('stalls for ever is named', async () => {
    const { address } = await localServer(() => {})
    const network = madeNetwork({ retries: 1, headersTimeout: 100 })
    const { problem } = await fetchOne(entryOf(content, `${address}/f`), await temporaryFolder(), { network })
    expect(problem).toMatch(/the server stalled\), 2 times in a row$/)
  })
  test('announces another length is refused before its body', async () => {
    const folder = await temporaryFolder()
    for (const length of [content.length - 1, content.length + 1]) {
      const { address, asked } = await localServer((_, response) => {
        response.writeHead(200, { 'content-length': length }).write(content.subarray(0, 10))
      })
      const { problem } = await fetchOne(entryOf(content, `${address}/f`), folder)
      expect(problem).toContain(`Expected ${content.length} bytes for ${address}/f but the server announces ${length}`)
      expect(asked).toHaveLength(1)
    }
    await nothingButParts(folder)
  })
  test('announces the length and sends more, or less, shows no wrong file', async () => {
    for (const body of [content.subarray(0, -5), Buffer.concat([content, Buffer.from('more')])]) {
      const folder = await temporaryFolder()
      const { address } = await localServer((_, response) => {
        response.socket!.write(`HTTP/1.1 200 OK\r\ncontent-length: ${content.length}\r\nconnection: close\r\n\r\n`)
        response.socket!.end(body)
      })
      const { state } = await fetchOne(entryOf(content, `${address}/f`), folder)
      // What lies beyond the announced length is no part of the answer.
      if (state === 'fetched') expect(await whole(folder)).toEqual(content)
      else await nothingButParts(folder)
      expect(state).toBe(body.length < content.length ? 'failed' : 'fetched')
    }
  })
  test('announces none and never ends is left at the size that the file has', async () => {
    const folder = await temporaryFolder()
    const { address } = await localServer((_, response) => {
      response.on('error', () => {})
      const pour = (): void => void response.write(madeBytes(16_384), (error) => error ?? setImmediate(pour))
      pour()
    })
    const { problem } = await fetchOne(entryOf(content, `${address}/f`), folder)
    expect(problem).toBe(`Expected ${content.length} bytes for ${address}/f but received more`)
    await nothingButParts(folder)
  })
  test('ignores ranges makes the part begin anew', async () => {
    const folder = await temporaryFolder()
    const { send, onBytes } = lineCutter()
    const { address, asked } = await localServer((_, response, count) => {
      response.writeHead(200, { 'content-length': content.length })
      if (count > 1) return void response.end(content)
      send(response, content.subarray(0, 9_999))
    })
    expect(await fetchOne(entryOf(content, `${address}/f`), folder, { onBytes })).toMatchObject({ state: 'fetched' })
    expect(await whole(folder)).toEqual(content)
    expect(asked[1]!.range).toBe('bytes=9999-')
  })
  test('answers with another range is asked from the beginning', async () => {
    const folder = await temporaryFolder()
    const { send, onBytes } = lineCutter()
    const { address, asked } = await localServer((request, response, count) => {
      if (count === 1) {
        response.writeHead(200, { 'content-length': content.length })
        return send(response, content.subarray(0, 100))
      }
      if (count === 2)
        return void response
          .writeHead(206, { 'content-range': `bytes 50-${content.length - 1}/${content.length}` })
          .end(content.subarray(50))
      serve(request, response, content)
    })
    expect(await fetchOne(entryOf(content, `${address}/f`), folder, { onBytes })).toMatchObject({ state: 'fetched' })
    expect(await whole(folder)).toEqual(content)
    expect(asked.map(({ range }) => range)).toEqual([undefined, 'bytes=100-', undefined])
  })
  test.each([true, false])('changed the file meanwhile sends the new one (If-Range honoured: %s)', async (honest) => {
    const folder = await temporaryFolder()
    const { send, onBytes } = lineCutter()
    const old = madeBytes(40_001).subarray(1)
    const { address, asked } = await localServer((request, response, count) => {
      if (count === 1) {
        response.writeHead(200, { etag: '"old"', 'content-length': old.length })
        return send(response, old.subarray(0, 100))
      }
      if (!honest) delete request.headers['if-range']
      serve(request, response, content, '"new"')
    })
    // Without a checksum: the version alone tells that the bytes do not belong together.
    const entry = unpinnedEntry(`${address}/f`)
    expect(await fetchOne(entry, folder, { record: true, onBytes })).toMatchObject({ state: 'fetched' })
    expect(await whole(folder)).toEqual(content)
    expect(asked[1]).toMatchObject({ range: 'bytes=100-', ifRange: '"old"' })
  })
  test('sends wrong bytes of the right length: nothing is shown, and both sums are named', async () => {
    const folder = await temporaryFolder()
    const wrong = content.map((byte, k) => (k === 20_000 ? byte ^ 1 : byte))
    const { address } = await localServer((request, response) => serve(request, response, wrong))
    const entry = entryOf(content, `${address}/f`)
    const { state, problem } = await fetchOne(entry, folder)
    expect({ state, problem }).toMatchObject({ state: 'failed' })
    expect(problem).toMatch(new RegExp(`^Expected sha256 ${entry.sha256} for set/file.bin but received [0-9a-f]{64}$`))
    expect(await filesIn(folder)).toEqual([])
  })
  test('compresses on the way is refused', async () => {
    const { address } = await localServer((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(content)
    })
    const { problem } = await fetchOne(entryOf(content, `${address}/f`), await temporaryFolder())
    expect(problem).toMatch(/but received it encoded as gzip$/)
  })
  test.each([404, 401, 403, 410, 204, 300, 304])('answers %i is not asked again', async (status) => {
    const { address, asked } = await localServer((_, response) => void response.writeHead(status).end())
    const { problem } = await fetchOne(entryOf(content, `${address}/f`), await temporaryFolder())
    expect(problem).toBe(`Expected ${address}/f but received status ${status}`)
    expect(asked).toHaveLength(1)
  })
  test.each([
    [503, { 'retry-after': '7' }, 7000],
    [429, { 'retry-after': new Date(1_000_000 + 9000).toUTCString() }, 9000],
    [500, {}, 375],
    [429, { 'retry-after': 'soon' }, 375],
  ])('answers %i %j is asked again after its pause', async (status, headers, pause) => {
    const folder = await temporaryFolder()
    const { address } = await localServer((request, response, count) =>
      count === 1 ? void response.writeHead(status, headers).end() : serve(request, response, content),
    )
    const network = madeNetwork()
    expect(await fetchOne(entryOf(content, `${address}/f`), folder, { network })).toMatchObject({ state: 'fetched' })
    expect(network.pauses).toEqual([pause])
  })
  test('asks to wait for an hour is given up', async () => {
    const { address } = await localServer(
      (_, response) => void response.writeHead(503, { 'retry-after': '3600' }).end(),
    )
    const { problem } = await fetchOne(entryOf(content, `${address}/f`), await temporaryFolder())
    expect(problem).toMatch(/status 503, and asks to wait 3600 s$/)
  })
  test('speaks no HTTP, or is not there, is named', async () => {
    const { address } = await localServer((_, response) => void response.socket!.end('220 ready\r\n'))
    expect((await fetchOne(entryOf(content, `${address}/f`), await temporaryFolder())).problem).toMatch(/line broke/)
    const { address: gone, server } = await localServer(() => {})
    await new Promise((resolve) => server.close(resolve))
    const { problem } = await fetchOne(entryOf(content, `${gone}/f`), await temporaryFolder())
    expect(problem).toMatch(/ECONNREFUSED\), 4 times in a row$/)
  })
})
