import { lasting, PassingFault } from './fault.js'
import type { Network } from './network.js'

const first = 500
const longest = 30_000
/** The longest pause that a server may ask for. */
export const longestAsked = 120_000

/**
 * Milliseconds before an attempt: exponential from half a second to at most thirty, of which the upper half is drawn, so that
 * many that failed together do not return together.
 * @param failures without a further byte so far, from 1
 */
export function pauseBefore(failures: number, random: () => number): number {
  const most = Math.min(longest, first * 2 ** (failures - 1))
  return most / 2 + (most / 2) * random()
}

/**
 * Attempts until one comes through: `retries` more after the first, counted anew whenever one brought further bytes.
 * @param attempt throws PassingFault for what is worth another one
 * @param reached bytes that are there
 * @throws StudyKitError FETCH_FAILED with the last fault; whatever else an attempt throws; `signal.reason` once aborted
 */
export async function persevere(
  attempt: () => Promise<void>,
  reached: () => number,
  { retries, sleep, random }: Network,
  signal: AbortSignal,
): Promise<void> {
  let [failures, before] = [0, reached()]
  for (;;) {
    signal.throwIfAborted()
    try {
      return await attempt()
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof PassingFault)) throw error
      failures = reached() > before ? 1 : failures + 1
      before = Math.max(before, reached())
      if (failures > retries) throw lasting(`${error.message}, ${failures} times in a row`, error)
      if ((error.pause ?? 0) > longestAsked)
        throw lasting(`${error.message}, and asks to wait ${Math.ceil(error.pause! / 1000)} s`, error)
      await sleep(error.pause ?? pauseBefore(failures, random), signal).catch((cause) => {
        signal.throwIfAborted()
        throw cause
      })
    }
  }
}
