import type { Dispatcher } from 'undici'
import { persevere } from './backoff.js'
import { lasting, mismatch, PassingFault } from './fault.js'
import type { Network } from './network.js'
import type { PartFile } from './part-file.js'
import { broken, get } from './request.js'

/** What a download must be, as far as it is known before. */
export interface Wanted {
  readonly address: string
  /** Its size, where it is known. */
  readonly bytes?: number | undefined
  /** More than this is refused. */
  readonly most: number
  /** Its content is checked afterwards: then a part may be gone on with even where the server names no version. */
  readonly checked: boolean
}

/** Who watches a download, and may end it. */
export interface Watch {
  readonly signal: AbortSignal
  readonly onBytes?: ((done: number, total: number | undefined) => void) | undefined
}

type Headers = Dispatcher.ResponseData['headers']

/**
 * Brings an address into a part, going on with what is there. Its content is not checked beyond its size.
 * @throws StudyKitError FETCH_FAILED or DATA_MISMATCH (the part is then of no use, or empty); `signal.reason` once aborted (the
 *   part stays)
 */
export async function transfer(part: PartFile, wanted: Wanted, network: Network, watch: Watch): Promise<void> {
  if (wanted.bytes !== undefined && part.size > wanted.bytes) await part.restart()
  if (wanted.bytes !== undefined && part.size === wanted.bytes) return
  await persevere(() => attempt(part, wanted, network, watch), () => part.size, network, watch.signal) // prettier-ignore
}

async function attempt(part: PartFile, wanted: Wanted, network: Network, watch: Watch): Promise<void> {
  const { address } = wanted
  // Compressed on the way, a part could not be gone on with.
  const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'likeness' }
  if (part.size > 0 && !part.validator && !wanted.checked) await part.restart()
  if (part.size > 0) headers['range'] = `bytes=${part.size}-`
  if (part.size > 0 && part.validator) headers['if-range'] = part.validator
  const response = await get(address, headers, network, watch.signal)
  try {
    if (isWhole(part, response)) return
    const total = await begin(part, wanted, response, network)
    await part.remember(address, validatorOf(response.headers))
    watch.onBytes?.(part.size, total)
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      if (part.size + chunk.length > (total ?? wanted.most)) {
        await part.restart()
        throw mismatch(`Expected ${bytesIn(total, wanted)} for ${address} but received more`)
      }
      await part.append(chunk)
      watch.onBytes?.(part.size, total)
    }
    if (total !== undefined && part.size < total)
      throw new PassingFault(`Expected ${total} bytes for ${address} but the line broke after ${part.size}`)
  } catch (error) {
    watch.signal.throwIfAborted()
    throw isOfLine(error) ? broken(address, error as Error) : error
  } finally {
    response.body.on('error', () => {}).destroy()
  }
}

const bytesIn = (total: number | undefined, { most }: Wanted) =>
  total === undefined ? `at most ${most} bytes` : `${total} bytes`

// undici's own codes, and those of sockets; what the disk says is not passing.
const isOfLine = (error: unknown) =>
  /^(UND_ERR|HPE_|ECONN|EPIPE|ETIMEDOUT|ENET|EHOST)/.test(String((error as { code?: unknown }).code))

/** Whether the server has no further byte because all are there. */
const isWhole = (part: PartFile, { statusCode, headers }: Dispatcher.ResponseData) =>
  statusCode === 416 && part.size > 0 && headers['content-range'] === `bytes */${part.size}`

/** Judges an answer by its head, and makes the part fit it. @returns the size of the whole, where it is known */
async function begin(
  part: PartFile,
  wanted: Wanted,
  { statusCode, headers }: Dispatcher.ResponseData,
  network: Network,
): Promise<number | undefined> {
  const { address } = wanted
  if (statusCode === 416) {
    await part.restart()
    throw new PassingFault(`Expected the rest of ${address} but the server has none`)
  }
  if (statusCode === 408 || statusCode === 425 || statusCode === 429 || statusCode >= 500)
    throw new PassingFault(`Expected ${address} but received status ${statusCode}`, retryAfter(headers, network))
  if (statusCode !== 200 && statusCode !== 206) throw lasting(`Expected ${address} but received status ${statusCode}`)
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    throw lasting(`Expected ${address} as it is but received it encoded as ${String(headers['content-encoding'])}`)
  const range = statusCode === 206 ? rangeOf(headers) : undefined
  // Some servers answer a range and ignore If-Range.
  const other = part.size > 0 && (validatorOf(headers) ?? part.validator) !== part.validator
  if (statusCode === 206 && (range?.start !== part.size || other)) {
    await part.restart()
    throw new PassingFault(`Expected the rest of ${address} but received ${other ? 'that of another version' : 'another range'}`) // prettier-ignore
  }
  if (statusCode === 200 && part.size > 0) await part.restart()
  return sizeOf(wanted, range ? range.total : length(headers))
}

/** The size of the whole, announced or known. @throws StudyKitError DATA_MISMATCH where the two differ */
function sizeOf({ address, bytes, most }: Wanted, announced: number | undefined): number | undefined {
  if (announced !== undefined && bytes !== undefined && announced !== bytes)
    throw mismatch(`Expected ${bytes} bytes for ${address} but the server announces ${announced}`)
  if (announced !== undefined && announced > most)
    throw mismatch(`Expected at most ${most} bytes for ${address} but the server announces ${announced}`)
  return bytes ?? announced
}

function length(headers: Headers): number | undefined {
  const text = headers['content-length']
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

function rangeOf(headers: Headers): { start: number; total: number | undefined } | undefined {
  const [, start, total] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(String(headers['content-range'])) ?? []
  return start === undefined ? undefined : { start: Number(start), total: total === '*' ? undefined : Number(total) }
}

// A weak ETag may stand for other bytes; RFC 9110 allows none in If-Range.
function validatorOf(headers: Headers): string | undefined {
  const { etag, 'last-modified': date } = headers
  if (typeof etag === 'string' && /^"[\x21\x23-\x7e]*"$/.test(etag)) return etag
  return typeof date === 'string' && etag === undefined ? date : undefined
}

function retryAfter(headers: Headers, { now }: Network): number | undefined {
  const text = headers['retry-after']
  if (typeof text !== 'string') return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now())
}
