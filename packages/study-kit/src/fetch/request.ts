import { request, type Dispatcher } from 'undici'
import { lasting, PassingFault } from './fault.js'
import type { Network } from './network.js'

const mostRedirects = 10
const redirects = [301, 302, 303, 307, 308]

/**
 * Where a redirect leads.
 * @throws StudyKitError FETCH_FAILED for one that leaves the web, carries a password, or gives up encryption
 */
export function redirectTarget(from: URL, location: string): URL {
  const refuse = (what: string) =>
    lasting(`Expected a redirect to another address for ${from.href} but received ${what}`)
  if (!URL.canParse(location, from.href)) throw refuse(`${JSON.stringify(location.slice(0, 200))}, which is none`)
  const to = new URL(location, from)
  if (to.protocol !== 'https:' && to.protocol !== 'http:') throw refuse(`one with ${to.protocol}`)
  if (from.protocol === 'https:' && to.protocol === 'http:') throw refuse(`${to.href}, without encryption`)
  if (to.username || to.password) throw refuse('one with a user or a password')
  return to
}

/**
 * Asks for an address and follows its redirects, at most ten.
 * @throws StudyKitError FETCH_FAILED for a redirect that must not be followed; PassingFault for a broken or stalled line;
 *   `signal.reason` once aborted
 */
export async function get(
  address: string,
  headers: Record<string, string>,
  { dispatcher, headersTimeout, bodyTimeout }: Network,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const seen = new Set<string>()
  for (let at = new URL(address); ;) {
    if (seen.has(at.href)) throw lasting(`Expected a file for ${address} but its redirects go in a circle`)
    seen.add(at.href)
    if (seen.size > mostRedirects + 1)
      throw lasting(`Expected a file for ${address} but received more than ${mostRedirects} redirects`)
    const response = await request(at, { dispatcher, headers, headersTimeout, bodyTimeout, signal }).catch((error) => {
      signal.throwIfAborted()
      throw broken(at.href, error as Error)
    })
    const { location } = response.headers
    if (!redirects.includes(response.statusCode) || typeof location !== 'string') return response
    response.body.on('error', () => {}).destroy()
    at = redirectTarget(at, location)
  }
}

/** A line that broke, in words. */
export function broken(address: string, error: Error & { code?: string }): PassingFault {
  const { code, message } = error
  const what =
    code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT' ? 'the server stalled' : code || message
  return new PassingFault(`Expected ${address} but the line broke (${what})`, undefined, { cause: error })
}
