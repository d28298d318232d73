import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Headers of every answer: nothing of another origin is loaded, framed, cached or told. */
export const headers = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const

/** What a request to the rating page must carry. */
export interface Guard {
  readonly port: number
  readonly token: string
}

/** Browsers keep cookies by host alone: the port in the name keeps two servers apart. */
export const cookieName = (port: number) => `likeness-${port}`

const equal = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** The token of a request: of its cookie or, for the page itself, of its address. */
function tokens({ headers: { cookie = '' }, url = '/' }: IncomingMessage, port: number): string[] {
  const pairs = cookie.split(';').map((part) => part.trim().split('='))
  const kept = pairs.filter(([name]) => name === cookieName(port)).map(([, value = '']) => value)
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1')
  return pathname === '/' ? [...kept, searchParams.get('token') ?? ''] : kept
}

/**
 * Why a request is refused, with its status; `undefined` when it may pass. The host must be this machine by number or
 * name, so that a page of another host that was bound to 127.0.0.1 (DNS rebinding) gets nothing; what changes something
 * must come from the page itself.
 */
export function refusal(
  request: IncomingMessage,
  { port, token }: Guard,
): { status: number; text: string } | undefined {
  const { host = '', origin, 'sec-fetch-site': site, 'content-type': type = '' } = request.headers
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (!hosts.includes(host)) return { status: 421, text: 'Expected this machine as host' }
  if (!['GET', 'HEAD', 'POST'].includes(request.method ?? '')) return { status: 405, text: 'Expected GET or POST' }
  if (!tokens(request, port).some((one) => equal(one, token)))
    return { status: 403, text: 'Open the address that the command printed.' }
  if (request.method !== 'POST') return undefined
  const foreign =
    (origin !== undefined && origin !== `http://${host}`) || (site !== undefined && site !== 'same-origin')
  if (foreign) return { status: 403, text: 'Expected a request of the page itself' }
  return type.split(';')[0] === 'application/json' ? undefined : { status: 415, text: 'Expected JSON' }
}
