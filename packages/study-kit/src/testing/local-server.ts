import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What a made server was asked for. */
export interface Asked {
  readonly path: string
  readonly range: string | undefined
  readonly ifRange: string | undefined
}

/** A server on this machine that ends with the test; `address` has no slash at its end. */
export async function localServer(answer: (request: IncomingMessage, response: ServerResponse, count: number) => void) {
  const asked: Asked[] = []
  const listener: RequestListener = (request, response) => {
    const { range, 'if-range': ifRange } = request.headers
    asked.push({ path: request.url!, range, ifRange: ifRange as string | undefined })
    answer(request, response, asked.length)
  }
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  )
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, server }
}

/** Answers like an honest server: ranges, If-Range, ETag. */
export function serve(request: IncomingMessage, response: ServerResponse, content: Uint8Array, etag = '"one"'): void {
  const { range, 'if-range': ifRange } = request.headers
  const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0)
  const honoured = start > 0 && (ifRange === undefined || ifRange === etag)
  if (honoured && start >= content.length)
    return void response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end()
  const body = honoured ? content.subarray(start) : content
  const rest = honoured ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : {}
  response.writeHead(honoured ? 206 : 200, { etag, 'content-length': body.length, ...rest }).end(body)
}

/**
 * Breaks lines when their bytes are written, and not before: a busy machine may take any time for that. `onBytes` is what the
 * fetch calls.
 */
export function lineCutter() {
  let cut: { readonly response: ServerResponse; readonly at: number } | undefined
  return {
    /** Sends some bytes, and breaks the line when `at` bytes of the whole are there. */
    send(response: ServerResponse, bytes: Uint8Array, at = bytes.length): void {
      cut = { response, at }
      response.write(bytes)
    },
    onBytes(_: string, done: number): void {
      if (cut && done >= cut.at) cut.response.destroy()
    },
  }
}
