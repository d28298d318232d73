import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { StudyKitError } from '../study-kit-error.js'
import { cookieName, headers, refusal, type Guard } from './guard.js'
import { ratePage, rateStyle } from './rate-page.js'
import type { Raters } from './raters.js'
import { ratingEvent } from './rating-state.js'
import type { RatingTask } from './rating-task.js'
import { raterName } from './trials.js'

const named = z.object({ rater: z.string().regex(raterName, 'Expected small letters, digits, - and _ for the name') })
// The page does not tell the time: what stands in the log is the server's.
const asked = named.extend({ event: z.record(z.string(), z.unknown()) })

/** What a rating server serves. */
export interface Served {
  readonly task: RatingTask
  readonly images: ReadonlyMap<string, Uint8Array>
  readonly raters: Raters
  readonly token: string
  /** Port to listen at; another free one where it is taken and `strict` is not set. */
  readonly port: number
  readonly strict?: boolean
  /** Name that the page proposes. */
  readonly rater: string | undefined
}

interface Page {
  readonly type: string
  readonly body: string | Uint8Array
}

const script = (name: string) => readFile(new URL(`../../dist/browser/rate/${name}`, import.meta.url), 'utf8')

async function pagesOf({ task, images, rater }: Served): Promise<Map<string, Page>> {
  const scripts = await Promise.all(
    ['main.js', 'send.js', 'views.js'].map(async (name): Promise<[string, Page]> => [
      `/rate/${name}`,
      { type: 'text/javascript', body: await script(name) },
    ]),
  )
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body: ratePage(task, rater) }],
    ['/rate.css', { type: 'text/css', body: rateStyle }],
    ...scripts,
    ...[...images].map(([path, body]): [string, Page] => [path, { type: 'image/png', body }]),
  ])
}

/** Serves the rating page to this machine alone. @returns the server, listening, and its port */
export async function serve(served: Served): Promise<{ server: Server; port: number }> {
  const pages = await pagesOf(served)
  const guard = { port: 0, token: served.token }
  const server = createServer((request, response) => void answer(request, response, { pages, guard, served }))
  const port = await listen(server, served.port, served.strict ?? false)
  guard.port = port
  return { server, port }
}

function listen(server: Server, port: number, strict: boolean): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' && !strict && port !== 0) return resolve(listen(server, 0, true))
      reject(new StudyKitError('INVALID_ARGUMENT', `Expected a free port for --port but received ${port} (${error.code})`)) // prettier-ignore
    })
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

type Context = { pages: ReadonlyMap<string, Page>; guard: Guard; served: Served }

async function answer(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const send = (status: number, type: string, body: string | Uint8Array, more: Record<string, string> = {}) =>
    response.writeHead(status, { ...headers, 'Content-Type': type, ...more }).end(body)
  const json = (status: number, value: unknown) => send(status, 'application/json', JSON.stringify(value))
  try {
    const refused = refusal(request, context.guard)
    if (refused) return void send(refused.status, 'text/plain; charset=utf-8', refused.text)
    const path = new URL(request.url!, 'http://127.0.0.1').pathname
    if (request.method === 'POST') {
      const { status, value } = await act(path, await body(request), context.served.raters)
      return void json(status, value)
    }
    const page = context.pages.get(path)
    if (!page) return void send(404, 'text/plain', 'Nothing is here.')
    const { port, token } = context.guard
    const cookie = { 'Set-Cookie': `${cookieName(port)}=${token}; HttpOnly; SameSite=Strict; Path=/` }
    send(200, page.type, page.body, path === '/' ? cookie : {})
  } catch (error) {
    const { message, code } = error as StudyKitError
    if (!response.headersSent) json(code === 'INVALID_ARGUMENT' ? 400 : 500, { error: message })
  }
}

const longest = 10_000

async function body(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) {
    text += chunk
    if (text.length > longest) throw new StudyKitError('INVALID_ARGUMENT', `Expected at most ${longest} characters`)
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new StudyKitError('INVALID_ARGUMENT', 'Expected JSON')
  }
}

async function act(path: string, value: unknown, raters: Raters): Promise<{ status: number; value: unknown }> {
  const wrong = (error: z.ZodError) => ({ status: 400, value: { error: error.issues[0]!.message } })
  if (path === '/session') {
    const { data, error } = named.safeParse(value)
    return data ? { status: 200, value: await raters.session(data.rater) } : wrong(error)
  }
  if (path !== '/event') return { status: 404, value: { error: 'Nothing is here.' } }
  const { data, error } = asked.safeParse(value)
  if (!data) return wrong(error)
  const event = ratingEvent.safeParse({ ...data.event, at: new Date().toISOString() })
  if (!event.data) return wrong(event.error)
  const { fits, session } = await raters.take(data.rater, event.data)
  return { status: fits ? 200 : 409, value: session }
}
