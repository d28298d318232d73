// Makes random calls in a process of its own, which a crash may end: `fuzz.child.ts <calls> <seed> [path]`. Writes the
// call in progress to the file descriptor 3, and at the end how the calls ended as JSON to stdout.
import { writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { cases, described, makeCall } from './one-call.js'

const [calls, seed, path] = process.argv.slice(2)
const ends: Record<string, Record<string, number>> = {}
const mutations: Record<string, number> = {}
const unhandled: unknown[] = []
process.on('unhandledRejection', (reason) => unhandled.push(reason))

const property = fc.asyncProperty(cases, async (what) => {
  writeSync(3, `${described(what)}\n`)
  const { applied, end } = await makeCall(what)
  const counts = (ends[what.name] ??= {})
  counts[end] = (counts[end] ?? 0) + 1
  for (const kind of applied) mutations[kind] = (mutations[kind] ?? 0) + 1
  if (unhandled.length > 0) throw new Error('an unhandled rejection', { cause: unhandled.pop() })
})
const run = await fc.check(property, { numRuns: Number(calls), seed: Number(seed), ...(path && { path }) })
if (run.failed)
  throw new Error(`LIKENESS_FUZZ_SEED=${run.seed} LIKENESS_FUZZ_PATH=${run.counterexamplePath}`, {
    cause: run.errorInstance,
  })
await delay(50)
if (unhandled.length > 0) throw new Error('an unhandled rejection', { cause: unhandled.pop() })
process.stdout.write(JSON.stringify({ ends, mutations }))
