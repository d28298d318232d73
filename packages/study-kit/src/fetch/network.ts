import { setTimeout as wait } from 'node:timers/promises'
import { EnvHttpProxyAgent, type Dispatcher } from 'undici'

/** What a fetch needs of the outside; tests replace parts of it. */
export interface Network {
  readonly dispatcher: Dispatcher
  /** Milliseconds without a header, and without a further byte of the body, after which a server counts as stalled. */
  readonly headersTimeout: number
  readonly bodyTimeout: number
  /** Attempts after the first that bring no further byte. */
  readonly retries: number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** 0 to below 1: the jitter of the pauses. */
  readonly random: () => number
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** The network as the environment sets it up: `http_proxy`, `https_proxy` and `no_proxy` are honoured. */
export function systemNetwork(): Network {
  return {
    dispatcher: new EnvHttpProxyAgent({ connect: { timeout: 30_000 } }),
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
    retries: 5,
    sleep: (ms, signal) => wait(ms, undefined, { signal }),
    random: Math.random,
    now: Date.now,
  }
}
