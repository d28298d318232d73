import { describe, expect, test } from 'vitest'
import { MockAgent } from 'undici'
import { localServer, serve } from '../testing/local-server.js'
import { entryOf, fetchOne, filesIn, madeBytes, madeNetwork } from '../testing/made-fetch.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { redirectTarget } from './request.js'

const content = madeBytes(1000)

/** Fetches from a server that redirects by path. */
async function redirected(to: Record<string, string>, status = 302) {
  const folder = await temporaryFolder()
  const { address, asked } = await localServer((request, response) => {
    const location = to[request.url!]
    if (location === undefined) return serve(request, response, content)
    response.writeHead(status, { location }).end('elsewhere')
  })
  const fetched = await fetchOne(entryOf(content, `${address}/f`), folder)
  return { ...fetched, asked: asked.map(({ path }) => path), files: await filesIn(folder), address }
}

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('of status %i is followed', async (status) => {
    const { state, asked, files } = await redirected({ '/f': '/g', '/g': '../h?x=1' }, status)
    expect({ state, asked, files }).toEqual({
      state: 'fetched',
      asked: ['/f', '/g', '/h?x=1'],
      files: ['set/file.bin'],
    })
  })
  test('to another server is followed: its bytes are checked like any', async () => {
    const { address } = await localServer((request, response) => serve(request, response, content))
    expect(await redirected({ '/f': `${address}/elsewhere` })).toMatchObject({ state: 'fetched', asked: ['/f'] })
    const wrong = await localServer((request, response) => serve(request, response, madeBytes(1001).subarray(1)))
    const { state, problem } = await redirected({ '/f': `${wrong.address}/elsewhere` })
    expect({ state, problem }).toMatchObject({ state: 'failed', problem: expect.stringContaining('sha256') })
  })
  test('without a location is its status', async () => {
    const { address } = await localServer((_, response) => void response.writeHead(302).end())
    const { problem } = await fetchOne(entryOf(content, `${address}/f`), await temporaryFolder())
    expect(problem).toMatch(/received status 302$/)
  })
  test.each<[string, Record<string, string>, number]>([
    ['to itself', { '/f': '/f' }, 1],
    ['in a loop of two', { '/f': '/g', '/g': '/f' }, 2],
    ['back by another spelling', { '/f': '/g', '/g': '/x/../f' }, 2],
  ])('%s is refused', async (_, to, times) => {
    const { state, problem, asked } = await redirected(to)
    expect({ state, problem }).toMatchObject({ state: 'failed', problem: expect.stringContaining('go in a circle') })
    expect(asked).toHaveLength(times)
  })
  test('after ten others is refused', async () => {
    const to = Object.fromEntries(Array.from({ length: 30 }, (_, k) => [k ? `/${k}` : '/f', `/${k + 1}`]))
    const { problem, asked } = await redirected(to)
    expect(problem).toMatch(/but received more than 10 redirects$/)
    expect(asked).toHaveLength(11)
  })
  test.each([
    ['file:///etc/passwd', 'one with file:'],
    ['ftp://127.0.0.1/f', 'one with ftp:'],
    ['data:text/plain,x', 'one with data:'],
    ['http://user:word@127.0.0.1/f', 'one with a user or a password'],
    ['http://', '"http://", which is none'],
  ])('to %s is refused', async (location, what) => {
    const { state, problem } = await redirected({ '/f': location })
    expect(state).toBe('failed')
    expect(problem).toContain(`but received ${what}`)
  })
})

describe('encryption', () => {
  test('is not given up by a redirect', async () => {
    const agent = new MockAgent()
    agent.disableNetConnect()
    agent
      .get('https://example.org')
      .intercept({ path: '/f' })
      .reply(302, '', { headers: { location: 'http://example.org/f' } })
    const network = madeNetwork({ dispatcher: agent })
    const { problem } = await fetchOne(entryOf(content, 'https://example.org/f'), await temporaryFolder(), { network })
    expect(problem).toBe(
      'Expected a redirect to another address for https://example.org/f but received http://example.org/f, without encryption',
    )
    await agent.close()
  })
  test('may be taken up by one', () => {
    const target = (from: string, to: string) => redirectTarget(new URL(from), to).href
    expect(target('http://example.org/f', 'https://example.org/f')).toBe('https://example.org/f')
    expect(target('https://example.org/f', '//elsewhere.org/g')).toBe('https://elsewhere.org/g')
    expect(() => target('https://example.org/f', 'HTTP://example.org')).toThrow('without encryption')
  })
})
