import { connect } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { localServer, serve } from '../testing/local-server.js'
import { entryOf, fetchOne, madeBytes } from '../testing/made-fetch.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { systemNetwork } from './network.js'

const content = madeBytes(3000)
afterEach(() => vi.unstubAllEnvs())

/** A server, and a proxy that notes which tunnels it was asked for. */
async function scene() {
  const target = await localServer((request, response) => serve(request, response, content))
  const { address, server } = await localServer((_, response) => void response.writeHead(405).end())
  const tunnels: string[] = []
  server.on('connect', (request, socket) => {
    tunnels.push(request.url!)
    const { port, hostname } = new URL(`http://${request.url}`)
    const through = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      through.pipe(socket).pipe(through)
    })
    for (const one of [socket, through]) one.on('error', () => {})
  })
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'])
    vi.stubEnv(name, undefined)
  return { target, proxy: address, tunnels }
}

async function fetchThrough(address: string) {
  const network = systemNetwork()
  const fetched = await fetchOne(entryOf(content, `${address}/f`), await temporaryFolder(), { network })
  await network.dispatcher.destroy()
  return fetched.state
}

test.each(['http_proxy', 'HTTP_PROXY'])('%s is honoured', async (name) => {
  const { target, proxy, tunnels } = await scene()
  vi.stubEnv(name, proxy)
  expect(await fetchThrough(target.address)).toBe('fetched')
  expect(tunnels).toEqual([new URL(target.address).host])
})
test('no_proxy is honoured', async () => {
  const { target, proxy, tunnels } = await scene()
  vi.stubEnv('http_proxy', proxy)
  vi.stubEnv('no_proxy', '127.0.0.1')
  expect(await fetchThrough(target.address)).toBe('fetched')
  expect(tunnels).toEqual([])
})
test('without any the server is asked itself', async () => {
  const { target, tunnels } = await scene()
  expect(await fetchThrough(target.address)).toBe('fetched')
  expect(tunnels).toEqual([])
})
