// Makes the same mixed calls in rounds, the first being the warm-up, and prints as JSON the smallest growth of each kind of
// memory over a later round: `memory.child.ts <calls in a round> <most rounds> <limits>`; with --expose-gc. What leaks
// grows in every round; what only settles does not, so the first round below all limits is the last.
import { readFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { pdist } from '../../src/index.js'
import { madeMatrix } from '../../src/testing/made-matrix.js'
import { kindsOfMemory, type Memory } from './memory.js'
import { cases, makeCall } from './one-call.js'

const calls = Number(process.argv[2])
const rounds = Number(process.argv[3])
const limits = JSON.parse(process.argv[4]!) as Memory
const mixed = fc.sample(cases, { numRuns: 400, seed: 20 })
const large = madeMatrix('float32', 300, 200)
const shared = new AbortController().signal

/** A call that is cancelled while it runs, with a signal of its own. */
async function cancelled(): Promise<void> {
  const controller = new AbortController()
  const pending = pdist(large, 'correlation', { signal: controller.signal, threads: 2 })
  await turn()
  controller.abort()
  await pending.catch(() => {})
}

const kinds = [
  (k: number) => makeCall(mixed[k % mixed.length]!),
  (k: number) => makeCall(mixed[(7 * k) % mixed.length]!),
  () => cancelled(),
  // One signal for all of them: nothing of a finished call may stay with it.
  () => pdist(madeMatrix('float64', 20, 5), 'cosine', { signal: shared, onProgress: () => {} }),
]

async function round(): Promise<void> {
  const together = 8
  for (let k = 0; k < calls; k += together)
    await Promise.all(Array.from({ length: together }, (_, i) => kinds[(k / together + i) % kinds.length]!(k + i)))
}

/** After garbage and the finalizers that it leaves to later turns are gone. */
async function memory(): Promise<Memory> {
  for (let k = 0; k < 6; k++) {
    ;(globalThis as unknown as { gc: () => void }).gc()
    await turn()
  }
  const { rss, external, heapUsed } = process.memoryUsage()
  const [, kilobytes] = /\[heap\]\n(?:.*\n)*?Rss:\s+(\d+) kB/.exec(readFileSync('/proc/self/smaps', 'utf8'))!
  return { rss, malloc: Number(kilobytes) * 1024, external, heapUsed }
}

await round()
let before = await memory()
const smallest = { rss: Infinity, malloc: Infinity, external: Infinity, heapUsed: Infinity }
for (let k = 0; k < rounds && kindsOfMemory.some((kind) => smallest[kind] > limits[kind]); k++) {
  await round()
  const after = await memory()
  for (const kind of kindsOfMemory) smallest[kind] = Math.min(smallest[kind], after[kind] - before[kind])
  before = after
}
process.stdout.write(JSON.stringify(smallest))
